"""How pages look: on screens of any width, in print, in shades of grey."""

from __future__ import annotations

from typing import Final

BASE: Final = """
.vmo { color: #1a1a1a; background: #fff; line-height: 1.45;
  font-family: Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif; }
.vmo h1, .vmo h2, .vmo h3 { line-height: 1.2; margin: 1.2em 0 .4em; overflow-wrap: anywhere; }
div.vmo { padding: .5em; }
.vmo h1 { margin-top: 0; }
.vmo time { white-space: nowrap; }
.vmo p { margin: .3em 0; overflow-wrap: anywhere; }
.vmo ul, .vmo ol { margin: .2em 0; padding-left: 1.4em; }
.vmo li { margin: .15em 0; overflow-wrap: anywhere; }
.vmo .place { color: #565656; font: .8em ui-monospace, monospace; overflow-wrap: anywhere; }
.vmo .quiet { color: #565656; }
.vmo figure { margin: .8rem 0; overflow-x: auto; }
.vmo figure svg { display: block; margin: 0 auto; }
.vmo .wide { overflow-x: auto; }
.vmo table { border-collapse: collapse; margin: .5em 0; }
.vmo th, .vmo td { border: 1px solid #b4b4b4; padding: .3em .5em; text-align: left; vertical-align: top; }
.vmo thead th { background: #f0f0f0; }
.vmo tbody th { font-weight: normal; }
.vmo .banner { border: 2px solid #1a1a1a; border-left-width: .8em; padding: .5em .8em; margin: .8em 0; }
.vmo .banner p:first-child { font-weight: bold; }
.vmo .kind { border: 2px solid #1a1a1a; border-radius: 4px; padding: 0 .4em; font-weight: bold;
  white-space: nowrap; background: #fff; color: #1a1a1a; }
.vmo .refer, .vmo .hold { background: #1a1a1a; color: #fff; }
.vmo .regress, .vmo .enquire { background: #ffe3b0; }
.vmo .progress, .vmo .resume, .vmo .discharge { background: #cfeadd; }
.vmo .stay { border-color: #8a8a8a; font-weight: normal; }
.vmo .rules { list-style: none; padding-left: 0; }
.vmo .rules ul { list-style: none; padding-left: 1.2em; border-left: 2px solid #d8d8d8; }
.vmo .truth { font-weight: bold; white-space: nowrap; }
.vmo .true { color: #00583c; }
.vmo .false { color: #8a2a00; }
.vmo .unknown { color: #5a3a75; }
.vmo summary { cursor: pointer; padding: .25em 0; }
.vmo details > :not(summary) { margin-left: 1em; }
.vmo a { color: #00507a; }
"""
"""For whole pages and for a piece of one; nothing in it reaches outside an element of the class ``vmo``."""

SCREEN: Final = """
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid #d8d8d8; margin-top: 1.2rem; }
.vmo figure { width: 96vw; margin-left: calc(50% - 48vw); }
nav ul { columns: 2; padding-left: 1.2em; }
.session { border-bottom: 1px solid #d8d8d8; }
.event { border-bottom: 1px solid #d8d8d8; padding: .25em 0; margin: 0; }
@media (max-width: 40rem) { nav ul { columns: 1; } main { padding: .6rem; } }
@media print {
  @page { size: A4; margin: 15mm; }
  main { max-width: none; padding: 0; }
  .vmo figure { width: auto; margin-left: 0; }
  figure svg { max-width: 100%; height: auto; }
  nav { display: none; }
  h2, h3, summary { break-after: avoid; }
  li, tr, figure { break-inside: avoid; }
}
"""
"""For pages that are read on a screen and may be printed."""

SHEET: Final = """
body { margin: 0; font-size: 14pt; }
main { max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 22pt; } h2 { font-size: 18pt; } h3 { font-size: 16pt; }
.exercise { border: 2px solid #1a1a1a; border-radius: 6px; padding: .5rem .8rem; margin: .8rem 0; }
.exercise h3 { margin-top: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .4rem 0; }
dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
.light { border: 2px solid #1a1a1a; border-radius: 6px; padding: .5rem .8rem; margin: .6rem 0; }
.light h3 { margin: 0 0 .3rem; }
.light svg { height: 1.5em; width: 1.5em; vertical-align: -.35em; margin-right: .5em; }
.green { background: #eaf6ef; } .amber { background: #fff4dd; } .red { background: #fdeae6; }
.stop { border: 4px solid #1a1a1a; border-radius: 6px; padding: .2rem .8rem .5rem; margin: 1rem 0; }
.stop h2 { margin-top: .4rem; }
.first p:first-child { font-size: 18pt; font-weight: bold; }
.log { width: 100%; table-layout: fixed; }
.log th:first-child { width: 42%; } .log td { height: 2.2em; text-align: center; }
.write { border-bottom: 1px solid #1a1a1a; display: inline-block; min-width: 14rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .3rem; }
  .log { table-layout: auto; } .write { min-width: 9rem; } }
@media print {
  @page { size: A4; margin: 15mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  .light { box-decoration-break: clone; -webkit-box-decoration-break: clone; }
  .exercise, .stop, .banner, tr, .light li { break-inside: avoid; }
  .wide { overflow: visible; padding-right: 1px; }
}
"""
"""For what is handed out: large type, a block for each exercise."""
