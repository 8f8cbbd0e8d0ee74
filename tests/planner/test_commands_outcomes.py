"""``outcomes``, ``register`` and ``report`` on the command line, and what they write."""

import json
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from planner.data.store import Store
from planner.jobs import outcomes as jobs
from tests.outside import outside_program
from tests.planner.calls import Called, lenban
from tests.web import worlds

AT = "2022-09-11T09:00:00+07:00"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
