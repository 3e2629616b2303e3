"""A photo with a face for benchmarks that are given none: the portrait that comes with matplotlib, in any size."""

import io
from pathlib import Path

from PIL import Image


def portrait(width: int, height: int, photo: Path | None = None, quality: int = 90) -> bytes:
    """A JPEG of that size: the photo, or Grace Hopper (public domain), scaled to fit on grey."""
    import matplotlib as mpl

    source = photo or Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    with Image.open(source) as image:
        whole = image.convert("RGB")
    whole.thumbnail((width, height), Image.Resampling.LANCZOS)
    scale = min(width / whole.width, height / whole.height)
    whole = whole.resize((round(whole.width * scale), round(whole.height * scale)), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", (width, height), (96, 96, 96))
    canvas.paste(whole, ((width - whole.width) // 2, (height - whole.height) // 2))
    file = io.BytesIO()
    canvas.save(file, "JPEG", quality=quality)
    return file.getvalue()
