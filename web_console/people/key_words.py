# SPDX-License-Identifier: Apache-2.0
"""The words that keys are made of: plain, short, easy to spell and to tell apart, and nothing that hurts anybody."""

from __future__ import annotations

KEY_WORDS: tuple[str, ...] = tuple(
    """
    acorn actor alarm album almond amber anchor angle ankle antler apple apron arch arena arrow atlas attic autumn
    avenue badge badger bagel bakery balcony ball balloon bamboo banana banjo barley barn barrel basil basket bath
    beach beacon beaker bean bear beaver bell bench berry bicycle bird biscuit blanket blossom board boat bonfire
    book boot bottle bowl branch bread breeze brick bridge broom brush bubble bucket buckle bulb bus butter button
    cabin cable cactus cake camel camera canal candle canoe canvas canyon captain caravan card cargo carpet carrot
    cart castle cedar cello cement chain chair chalk channel chapel cheese cherry chess chicken chimney cinema
    circle circus city clarinet clay cliff clock cloud clover coach coast cobra coconut coffee coin comet compass
    concert cookie copper coral corn corner cotton cousin crab cradle crane crater crayon cream cricket crown
    crystal cube cucumber cup curtain cushion cycle cymbal dahlia daisy dance delta desert desk diamond diary dinner
    doctor dolphin domino donkey door dragon drawer dream drum duck dune eagle earth easel echo eclipse elbow
    elephant elevator ember emerald engine envelope evening fabric falcon family farm feather fence fern ferry
    fiddle field figure finch finger fire flag flame flask flour flower flute fog forest fork fossil fountain fox
    frame freckle friend frog fruit galaxy garage garden garlic gate gecko giant ginger giraffe glacier glass globe
    glove goat goose grain granite grape grass gravel guitar hammer hammock hamster harbour harp harvest hat hazel
    hedge helmet herb heron hiking hill hinge honey hood hook horizon horse hotel house iceberg igloo island ivory
    ivy jacket jaguar jasmine jelly jewel jigsaw judge juggler jungle kangaroo kayak kettle keyhole kitchen kite
    kitten kiwi koala ladder ladle lagoon lake lamp lantern laptop laser lawn leaf lemon leopard letter library lily
    lime lion lizard llama lobster locket lotus lunch magnet mango maple marble market meadow medal melon metal
    meteor mill mint mirror mitten monkey moon morning mosaic moss motor mountain mouse muffin museum music mustard
    napkin needle nest noodle notebook number nutmeg oak oasis oatmeal ocean octopus olive onion opal opera orange
    orbit orchard orchid organ otter oven owl oyster paddle page paint palace palm pancake panda panther paper
    parade parcel park parrot parsley pasta path peach peacock peanut pear pearl pebble pelican pencil penguin
    pepper piano picnic picture pigeon pillow pilot pine planet plate plum pocket poem pond pony poppy porch potato
    prairie prism puddle puffin pumpkin puppet puzzle pyramid quartz quilt rabbit raccoon radio radish raft railway
    rain raisin raven recipe ribbon rice river robin rocket roof rooster rope rose ruby saddle saffron sail salad
    salmon sandal satellite saturn saucer scarf school scooter seal season shadow shelf shell ship shoulder silver
    singer sketch sky sled slipper snow soap soccer sofa spark sparrow spinach spiral sponge spoon spring squirrel
    stable stadium stairs star station statue stone storm story straw stream street studio sugar summer sunset swan
    sweater table tablet tailor tea teapot temple tennis thimble thunder ticket tiger toast tomato torch tower
    tractor train tree trumpet tulip tunnel turtle umbrella unicorn valley vanilla velvet village violet violin
    volcano waffle wagon walnut walrus water whale wheat wheel whistle willow window winter wizard wolf wombat wood
    wool yacht yard yoghurt zebra zeppelin zigzag
    """.split()  # noqa: SIM905 - a word a line would fill pages
)
