# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: what the camera image shows as a whole, as `vision_msgs/Classification` on `/classification`.

Every class of the model with its score, the likeliest first; none where the likeliest is less sure than `min_score`.
"""

from __future__ import annotations

import sys

from sensor_msgs.msg import Image
from vision_msgs.msg import Classification, ObjectHypothesis

from valence_nodes.nodes.seeing_node import CameraNode, Picture, run
from valence_nodes.nodes.topics import CLASSIFICATION, RELIABLE
from valence_nodes.perception.picture_classifier import PictureClassifier, find_picture_model

_MODEL = ("model", "", "Folder of a trained model, its model.onnx, or its name or name:version in the registry.")
_MODELS = ("models", "", "Folder of the registry of models.")


class ClassifierNode(CameraNode):
    """Adapter between camera images and `PictureClassifier`."""

    def __init__(self) -> None:
        """Loads the model.

        Raises:
            ModelError: there is no such model, or it is none for pictures; it ends the node.
        """
        super().__init__("classifier_node")
        numbers = self.declare_numbers((("min_score", 0.0, 0.0, 1.0, "Less sure answers are left out, 0..1."),))
        self._min_score = numbers["min_score"]
        model = find_picture_model(self.declare_text(*_MODEL), self.declare_text(*_MODELS))
        self._classifier = PictureClassifier(model)
        self._classes = self.create_publisher(Classification, CLASSIFICATION, RELIABLE)
        self.watch()

    def answer(self, image: Image, picture: Picture | None) -> None:
        """Publishes what the picture was taken for."""
        answer = Classification(header=image.header)
        if picture is not None:
            chances = self._classifier.classify(picture)
            if chances[0][1] >= self._min_score:
                answer.results = [ObjectHypothesis(class_id=label, score=score) for label, score in chances]
        self._classes.publish(answer)


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(ClassifierNode, args)


if __name__ == "__main__":
    main(sys.argv)
