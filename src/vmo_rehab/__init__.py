"""Knee-rehabilitation protocols as data: explained decisions from logged pain and repetition quality."""

from __future__ import annotations

from vmo_rehab import errors
from vmo_rehab.documents.library import load, loads, shipped
from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Decision, Flag, Kind, Prescription, Question, Today
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.engine.session import Absent, Performed, Session, SetDone, Why
from vmo_rehab.engine.step import step, today
from vmo_rehab.protocol.model import Protocol
