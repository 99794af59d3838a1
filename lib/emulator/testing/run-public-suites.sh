#!/usr/bin/env bash
# Runs the tests of two other stand-ins for AWS IoT against this emulator. docs/emulator-conformance.md says what came of it.
# Usage: run-public-suites.sh CLONE_OF_MOTO CLONE_OF_MINISTACK. Needs git, Python with pytest and boto3, and Node 24 as `node`.
# Nothing of the clones is changed: their tests are copied to a temporary folder.
set -euo pipefail
moto=$(cd "$1" && pwd) ministack=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
port=${EMULATOR_PORT:-45801}
url=http://127.0.0.1:$port
node "$here/../main.ts" --port "$port" --quotas off --region us-east-1 & emulator=$!
trap 'kill $emulator; rm -rf "$work"' EXIT
until curl -sf "$url/_emulator/health" >/dev/null; do kill -0 $emulator; sleep 0.2; done

copy() { mkdir -p "$work/$2"; git -C "$1" archive HEAD "${@:3}" | tar -x -C "$work/$2"; }
copy "$moto" moto tests/__init__.py tests/test_iot
copy "$ministack" ministack tests/conftest.py tests/test_iot.py tests/test_iot_jobs.py ministack

# In place of moto itself: its decorator gives each test an empty emulator.
mkdir -p "$work/stub/moto/core"
cat >"$work/stub/moto/__init__.py" <<'PYTHON'
import functools, os, urllib.request


def post(call, body):
    url = f"{os.environ['AWS_ENDPOINT_URL_IOT']}/_emulator/{call}"
    urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST")).read()


def mock_aws(test):
    @functools.wraps(test)
    def run(*args, **kwargs):
        post("reset", b"{}")
        # Moto searches without an index; AWS has to be told to keep one.
        if test.__module__.endswith("test_iot_search"):
            index = b'{"indexing": {"mode": "REGISTRY", "connectivity": "STATUS"}}'
            post("settings?region=ap-northeast-1", index)
        return test(*args, **kwargs)

    return run
PYTHON
echo 'DEFAULT_ACCOUNT_ID = "123456789012"' >"$work/stub/moto/core/__init__.py"
echo 'default_user_config = {"core": {}}' >"$work/stub/moto/core/config.py"

# Ministack gives some tests an account of their own; the emulator has one, which is emptied before each.
cat >"$work/stub/fresh_account.py" <<'PYTHON'
import os, urllib.request
import pytest


@pytest.fixture(scope="session")
def worker_id():
    return "master"


@pytest.fixture(autouse=True)
def fresh_account():
    url = os.environ["MINISTACK_ENDPOINT"] + "/_emulator/reset"
    urllib.request.urlopen(urllib.request.Request(url, data=b"{}", method="POST")).read()
PYTHON

export AWS_ENDPOINT_URL_IOT=$url MINISTACK_ENDPOINT=$url AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator PYTHONPATH=$work/stub:.
pytest() { python3 -m pytest -q --tb=line -p no:cacheprovider "$@" || true; }
for suite in moto ministack; do echo "$suite @ $(git -C "${!suite}" rev-parse HEAD)"; done
cd "$work/moto"
pytest tests/test_iot/test_iot_{jobs,job_executions,job_templates,things,thing_groups,thing_types,deprecate_thing_type,search,indexing_configuration}.py
cd "$work/ministack"
pytest -p fresh_account tests/test_iot_jobs.py tests/test_iot.py -k "test_iot_jobs or test_iot_describe_endpoint or \
thing_ or thing_type or search_index or indexing_configuration or region_scoped or account_isolation"
