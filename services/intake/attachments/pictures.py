"""Pictures are drawn anew, smaller and as plain JPEG: no place, owner, comment or script of the sent file survives."""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from .recognising import NotKept

READ = ("JPEG", "PNG", "WEBP", "GIF")
MILLION = 1_000_000
DOTS = "At most %(most)s million dots; take it with a lower resolution."
_one_at_a_time = threading.Lock()  # a large picture takes hundreds of megabytes while it is drawn


@dataclass(frozen=True)
class Drawn:
    content: bytes
    thumbnail: bytes
    width: int
    height: int


def draw_anew(content: bytes, rules: dict) -> Drawn:
    """Raises BadInput for what is too many dots, before any of them is unpacked, and for what cannot be read."""
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=READ) as sent:
                see_dots(sent.size, most_dots(sent, rules))
                whole = plain(sent, rules["longest_edge"])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotKept("This picture has hundreds of millions of dots.", DOTS, most=rules["megapixels"]) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            right = "Take it again, or save it anew as JPEG or PNG."
            raise NotKept("This picture is damaged or holds far more than it shows.", right) from error
        small = whole.copy()
        small.thumbnail((rules["thumbnail_edge"], rules["thumbnail_edge"]))
        return Drawn(as_jpeg(whole, 88), as_jpeg(small, 80), *whole.size)


def most_dots(sent: Image.Image, rules: dict) -> int:
    """A plain JPEG is unpacked at a fraction of its size; everything else at once, with all its dots in memory.

    Phones put a second, smaller picture behind the first one (MPO): it stays unread.
    """
    whole = sent.format not in ("JPEG", "MPO") or sent.info.get("progressive")
    return rules["whole_megapixels"] if whole else rules["megapixels"]


def see_dots(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most * MILLION:
        said = {"width": size[0], "height": size[1], "most": most}
        raise NotKept("This picture has %(width)s × %(height)s dots.", DOTS, **said)


def plain(sent: Image.Image, edge: int) -> Image.Image:
    """The right way up, on white, only its dots: the first frame of one that moves."""
    sent.draft("RGB", (edge, edge))  # first of all, and in place: the whole is in memory once at most
    sent.thumbnail((edge, edge), reducing_gap=None)
    upright = ImageOps.exif_transpose(sent)
    layered = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    clean = Image.new("RGB", layered.size, "white")
    clean.paste(layered, mask=layered if layered.mode == "RGBA" else None)
    return clean


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
