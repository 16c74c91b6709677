// SPDX-License-Identifier: Apache-2.0
/** A docstring on a page, in the language that is spoken; what has no words in it is marked as English. */
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { docBlocks, inlineParts } from "@/i18n/docstrings/docstrings";

function Inline({ text }: { text: string }) {
  return inlineParts(text).map((part, index) =>
    index % 2 === 0 ? <Fragment key={index}>{part}</Fragment> : <code key={index}>{part}</code>,
  );
}

/** Shows the paragraphs and lists of a docstring. */
export function DocText({ markdown }: { markdown: string }) {
  const { i18n } = useTranslation();
  return docBlocks(markdown, i18n.language).map(({ kind, pieces }, index) => {
    if (kind === "list") {
      return (
        <ul key={index}>
          {pieces.map(({ text, lang }) => (
            <li key={text} lang={lang}>
              <Inline text={text} />
            </li>
          ))}
        </ul>
      );
    }
    return pieces.map(({ text, lang }) => (
      <p key={`${index} ${text}`} lang={lang}>
        <Inline text={text} />
      </p>
    ));
  });
}
