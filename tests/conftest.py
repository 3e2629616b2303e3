"""What every test run says about itself."""

from tests.mongo_wire import described


def pytest_report_header() -> str:
    return f"mongodb: {described()}"
