# SPDX-License-Identifier: Apache-2.0
"""Sections of reports, made of plain figures: the same for a model at hand and for one that stays in its box.

Whatever comes from data or from a program is escaped here; words are those of `report_words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from valence_nodes.learning.charts import Series, bar_chart, line_chart, scatter_chart

Words = Mapping[str, str]


def section(title: str, inner: str) -> str:
    """A section with a heading, which is plain text; `inner` is HTML."""
    return f"<section><h2>{escape(title)}</h2>{inner}</section>"


def score_bars(words: Words, rows: Sequence[tuple[str, float]]) -> str:
    """A model's score beside those of baselines, as bars."""
    return bar_chart(words["baselines"], rows, unit=words["score"])


def matrix_table(words: Words, classes: Sequence[object], confusion: Sequence[Sequence[int]]) -> str:
    """A confusion matrix: the more there are in a cell, the stronger its colour."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in classes)
    rows = []
    most = max((max(row) for row in confusion), default=1) or 1
    for name, row in zip(classes, confusion, strict=True):
        cells = []
        for told, count in zip(classes, row, strict=True):
            kind = "right" if name == told else "wrong"
            strength = round(12 + 60 * count / most) if count else 0
            cells.append(f'<td class="{kind}" style="--s:{strength}%">{count or "·"}</td>')
        rows.append(f'<tr><th scope="row">{escape(str(name))}</th>{"".join(cells)}</tr>')
    return (
        f'<p>{words["confusion_read"]}</p><div class="wide"><table class="matrix">'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def class_section(words: Words, classes: Sequence[tuple[object, float, float, float, int]]) -> str:
    """Precision, recall and F1 of each class: (name, precision, recall, F1, samples)."""
    rows = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th><td>{precision:.2f}</td>'
        f"<td>{recall:.2f}</td><td>{f1:.2f}</td><td>{samples}</td></tr>"
        for name, precision, recall, f1, samples in classes
    )
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in (words["class"], words["precision"], words["recall"], "F1", words["samples"])
    )
    return section(
        words["each_class"],
        f"<p>{words['each_class_read']}</p><div class='wide'><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>",
    )


def class_figures(confusion: Sequence[Sequence[int]], place: int) -> tuple[float, float, float, int]:
    """Precision, recall, F1 and samples of one class of a confusion matrix."""
    hits, is_so, called = confusion[place][place], sum(confusion[place]), sum(row[place] for row in confusion)
    precision = hits / called if called else 0.0
    recall = hits / is_so if is_so else 0.0
    return precision, recall, 2 * hits / (is_so + called) if is_so + called else 0.0, is_so


def calibration_section(words: Words, points: Sequence[tuple[float, float]], apart: float) -> str:
    """Whether a model is right as often as it is sure: (how sure, share that is right), and how far these differ."""
    chart = line_chart(
        words["calibration"],
        [Series(words["this_model"], points)],
        x_label=words["how_sure"],
        y_label=words["share_right"],
        diagonal=True,
    )
    said = words["calibration_read"].format(apart=f"{apart:.1%}")
    return section(words["calibration_asked"], f"<p>{said}</p>{chart}")


def scatter_section(words: Words, points: Sequence[tuple[float, float]]) -> str:
    """What numbers are, and what was said."""
    chart = scatter_chart(words["told_and_true"], points, x_label=words["what_it_is"], y_label=words["what_it_said"])
    return section(words["told_and_true"], f"<p>{words['told_and_true_read']}</p>{chart}")


def importance_section(words: Words, bars: Sequence[tuple[str, float]]) -> str:
    """How much each column matters."""
    chart = bar_chart(words["importance_title"], bars, unit=words["importance_unit"])
    return section(words["importance"], f"<p>{words['importance_read']}</p>{chart}")
