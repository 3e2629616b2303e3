from tests.integration.modules.files.conftest import s3_endpoint, s3_files

__all__ = ["s3_endpoint", "s3_files"]
