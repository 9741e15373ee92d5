"""Recordings of call centres are often bare MPEG frames, which no signature at the beginning gives away."""

BITRATES = {  # kbit/s of layer III by version
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
ENOUGH = 3


def is_mpeg_audio(content: bytes) -> bool:
    """Several frames of layer III one after the other from the first byte on; by chance that does not happen."""
    at = frames = 0
    while frames < ENOUGH:
        length = frame_length(content[at : at + 4])
        if not length:
            return False
        at, frames = at + length, frames + 1
    return True


def frame_length(header: bytes) -> int:
    """Of the frame that begins with these four bytes; 0 when none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, bits = header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or layer != 1 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    return (144 if first else 72) * BITRATES[first][bits] * 1000 // RATES[version][rate] + (header[2] >> 1 & 1)
