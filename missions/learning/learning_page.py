# SPDX-License-Identifier: Apache-2.0
"""The page about how a program learned, made outside its box of checked figures: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import struct
import zlib
from html import escape

from missions.learning.learning_report import LearningReport, ReportedCurve, ReportedError, ReportedExamination
from valence_nodes.learning.charts import Series, line_chart
from valence_nodes.learning.report_page import report_page
from valence_nodes.learning.report_sections import (
    Words,
    calibration_section,
    class_figures,
    class_section,
    importance_section,
    matrix_table,
    scatter_section,
    score_bars,
    section,
)
from valence_nodes.learning.report_words import LANGUAGES


def learning_page(report: LearningReport, program: str, language: str = "en") -> str:
    """Makes the page.

    Args:
        report: what is known.
        program: its name, as people gave it.
        language: `en` or `de`.
    """
    words = LANGUAGES[language]
    sections = [_not_learned(words, report)]
    for one in reversed(report.examinations):
        sections += _examination(words, one)
    if report.model is not None and not report.examinations:
        sections.append(f"<section><p>{words['no_examination']}</p></section>")
    sections += [*_courses(words, report.curves), _facts(words, report), _lines(words, report)]
    return report_page(f"{words['report']}: {program}", sections, language)


def _not_learned(words: Words, report: LearningReport) -> str:
    if not report.why_not:
        return ""
    # The lab's own sentence, which is English; the page around shows it in the reader's language.
    return section(words["no_model"], f'<p lang="en">{escape(report.why_not)}</p>')


def _examination(words: Words, one: ReportedExamination) -> list[str]:
    classes = one.task == "classes"
    score = f"{one.score:.1%}" if classes else f"{one.score:.3f}"
    lead = words["right" if classes else "off"].format(score=score, samples=one.samples, error=f"{one.mean_error:.4g}")
    baseline = words["always"].format(what=one.baseline.removeprefix("always "))
    bars = score_bars(words, [(words["this_model"], one.score), (baseline, one.baseline_score)])
    note = words["seen"] if one.part == "train" else words["unseen"].format(part=escape(one.part))
    title = words["examined"].format(kind=one.kind, part=one.part)
    found = [section(title, f'<p class="lead">{lead}</p>{bars}<p>{note}</p>')]
    if classes and one.classes:
        found.append(section(words["confusion"], matrix_table(words, one.classes, one.confusion)))
        figures = [(name, *class_figures(one.confusion, place)) for place, name in enumerate(one.classes)]
        found.append(class_section(words, figures))
    if one.calibration:
        apart = sum(count * abs(sure - right) for sure, right, count in one.calibration) / one.samples
        found.append(calibration_section(words, [(sure, right) for sure, right, _ in one.calibration], apart))
    if one.dots:
        found.append(scatter_section(words, one.dots))
    if one.importance:
        found.append(importance_section(words, one.importance))
    return [*found, _errors(words, one)]


def _errors(words: Words, one: ReportedExamination) -> str:
    if not one.errors:
        return ""
    pictures = [_pictured(words, error) for error in one.errors if error.pixels]
    rows = [_described(words, error, one.task) for error in one.errors if not error.pixels]
    inner = f'<div class="pictures">{"".join(pictures)}</div>' if pictures else ""
    inner += f"<ul>{''.join(rows)}</ul>" if rows else ""
    return section(words["errors"], f"<p>{words['errors_read']}</p>{inner}")


def _pictured(words: Words, error: ReportedError) -> str:
    data = base64.b64encode(_png(error)).decode("ascii")
    alt = escape(words["picture_of"].format(truth=error.truth), quote=True)
    picture = f'<img alt="{alt}" src="data:image/png;base64,{data}">'
    return f"<figure>{picture}<figcaption>{_said(words, error)}</figcaption></figure>"


def _described(words: Words, error: ReportedError, task: str) -> str:
    values = ", ".join(f"{name} {value}" for name, value in error.values)
    said = _said(words, error, sure=task == "classes") + escape(words["episode"].format(episode=error.episode))
    return f"<li>{said}{escape(f': {values}') if values else ''}</li>"


def _said(words: Words, error: ReportedError, *, sure: bool = True) -> str:
    said = words["said"].format(truth=error.truth, told=error.told)
    return escape(said + (words["sure"].format(sure=f"{error.sure:.0%}") if sure else ""))


def _courses(words: Words, curves: tuple[ReportedCurve, ...]) -> list[str]:
    """Scores share a picture, for their distance is what matters; each other curve has its own, by its own scale."""
    scores = [one for one in curves if "score" in one.name]
    groups = [scores, *([one] for one in curves if one not in scores)]
    charts = []
    for group in groups:
        values = [value for one in group for _, value in one.points]
        if not group or max(len(one.points) for one in group) < 2:
            continue
        low, high = min(values), max(values)
        if group is scores and low >= 0 and high <= 1:
            low, high = 0.0, 1.0
        charts.append(
            line_chart(
                ", ".join(one.name for one in group),
                [Series(one.name, one.points) for one in group],
                x_label=words["round"],
                y_label=words["score"] if group is scores else group[0].name,
                y_range=(low, high) if low < high else (low - 0.5, high + 0.5),
                marks=False,
            )
        )
    return [section(words["course"], f"<p>{words['course_read']}</p>{''.join(charts)}")] if charts else []


def _facts(words: Words, report: LearningReport) -> str:
    facts = {words["time"]: words["time_of"].format(used=f"{report.used_s:.1f}", limit=f"{report.limit_s:g}")}
    if report.model is not None:
        facts |= {
            words["kind"]: report.model.kind,
            words["size"]: words["bytes"].format(size=f"{report.model.size_bytes / 1000:.1f}"),
            words["hash"]: report.model.sha256,
        }
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in facts.items()
    )
    return section(words["facts"], f"<div class='wide'><table>{rows}</table></div>")


def _lines(words: Words, report: LearningReport) -> str:
    if not report.lines:
        return ""
    said = "".join(f"<li>{escape(one.text)}</li>" for one in report.lines)
    return section(words["lines"], f'<ul class="said">{said}</ul>')


def _png(error: ReportedError) -> bytes:
    """A picture as PNG (W3C, Portable Network Graphics, third edition), grey or of three colours."""
    colours = 3 if len(error.pixels) == 3 * error.height * error.width else 1
    row = error.width * colours
    lines = b"".join(b"\0" + error.pixels[at : at + row] for at in range(0, len(error.pixels), row))
    head = struct.pack(">IIBBBBB", error.width, error.height, 8, 2 if colours == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
