"""Log lines: one JSON object an event, ASCII, without personal data."""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Time, level, message and request id; never a traceback, whose frames hold content."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        request_id = getattr(record, "request_id", "")
        if request_id:
            line["request_id"] = request_id
        return json.dumps(line, ensure_ascii=True)
