"""Breaks every constraint of the service models, one a call, and prints which calls were not refused for it.

Usage: model-drive.py URL OPERATION... (those of the control plane; the device plane's are all swept)
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from botocore.loaders import Loader

URL, CONTROL_PLANE = sys.argv[1], sys.argv[2:]
# Java's classes in Python's words.
CLASSES = {
    r"\p{C}": r"\x00-\x1f",
    r"\p{Upper}": "A-Z",
    r"\p{Digit}": "0-9",
    r"\p{Graph}": "!-~",
    r"\p{L}": "a-zA-Z",
    r"\p{Z}": " ",
    r"\p{N}": "0-9",
}


class Model:
    def __init__(self, service):
        self.service = service
        model = Loader().load_service_model(service, "service-2")
        self.shapes, self.operations = model["shapes"], model["operations"]

    def good(self, name):
        """A value that the shape allows; of a structure, the required members only."""
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            return {key: self.good(shape["members"][key]["shape"]) for key in shape.get("required", [])}
        if kind == "list":
            return [self.good(shape["member"]["shape"])]
        if kind == "map":
            return {self.good(shape["key"]["shape"]): self.good(shape["value"]["shape"])}
        if kind == "string":
            return self.good_text(shape)
        if kind == "boolean":
            return True
        return max(1, shape.get("min", 1))

    def good_text(self, shape):
        if "enum" in shape:
            return shape["enum"][0]
        pattern = shape.get("pattern", r"[\s\S]*")
        for java, python in CLASSES.items():
            pattern = pattern.replace(java, python)
        stems = ("abc", "ABC", "arn:aws:iot:x")
        texts = (stem * max(1, -(-shape.get("min", 1) // len(stem))) for stem in stems)
        return next(text for text in texts if re.fullmatch(pattern, text))

    def breaches(self, name):
        """Values that the shape forbids, each with what it breaks; those of its members too."""
        shape = self.shapes[name]
        kind, least, most = shape["type"], shape.get("min"), shape.get("max")
        yield "type", {"a": 1} if kind == "string" else "xyz"
        if kind == "structure":
            for key in shape.get("required", []):
                yield f"without {key}", {k: v for k, v in self.good(name).items() if k != key}
            for key, member in shape["members"].items():
                for what, value in self.breaches(member["shape"]):
                    yield f"{key}.{what}", {**self.good(name), key: value}
        elif kind == "list":
            if least:
                yield "min", []
            for what, value in self.breaches(shape["member"]["shape"]):
                yield f"[].{what}", [value]
        elif kind == "map":
            [(key, good)] = self.good(name).items()
            for what, value in self.breaches(shape["key"]["shape"]):
                if isinstance(value, str):
                    yield f"key.{what}", {value: good}
            for what, value in self.breaches(shape["value"]["shape"]):
                yield f"value.{what}", {key: value}
        elif kind == "string":
            if "enum" in shape:
                yield "enum", "NOPE"
            if least:
                yield "min", ""
            if most is not None:
                yield "max", (self.good_text(shape) * (most + 1))[: most + 1]
            if shape.get("pattern", r"[\s\S]*") != r"[\s\S]*":
                yield "pattern", "a\u0007b \u00e9"
        elif kind != "boolean":
            if least is not None:
                yield "min", least - 1
            if most is not None:
                yield "max", most + 1

    def sweep(self, names):
        for name in names:
            operation = self.operations[name]
            shape = self.shapes[operation["input"]["shape"]]
            good = self.good(operation["input"]["shape"])
            for key, member in shape["members"].items():
                place = member.get("location")
                if place is None and key in good:
                    yield f"{name} without {key}", self.send(operation, shape, {k: v for k, v in good.items() if k != key})
                for what, value in self.breaches(member["shape"]):
                    if place is None or not isinstance(value, dict):
                        yield f"{name} {key}.{what}", self.send(operation, shape, {**good, key: value})

    def send(self, operation, shape, values):
        """Whether the call was refused, and for a constraint."""
        path, query, body = operation["http"]["requestUri"], {}, {}
        for key, value in values.items():
            member = shape["members"][key]
            name = member.get("locationName", key)
            if member.get("location") == "uri":
                path = path.replace("{" + name + "}", urllib.parse.quote(str(value), safe=""))
            elif member.get("location") == "querystring":
                query[name] = value
            else:
                body[name] = value
        scope = f"Credential=AKIDMODEL/20261123/eu-west-1/{self.service}/aws4_request"
        request = urllib.request.Request(
            f"{URL}{path}?{urllib.parse.urlencode(query)}",
            method=operation["http"]["method"],
            data=json.dumps(body).encode() if body else None,
            headers={"authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=x"},
        )
        try:
            urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            name, text = error.headers["x-amzn-ErrorType"], error.read().decode()
            return name == "InvalidRequestException" and "validation error" in text
        return False


device = Model("iot-jobs-data")
device_plane = [name for name, each in device.operations.items() if each["http"]["requestUri"].startswith("/things/")]
answers = [*Model("iot").sweep(CONTROL_PLANE), *device.sweep(device_plane)]
print(json.dumps({"sent": len(answers), "let_through": [what for what, refused in answers if not refused]}))
