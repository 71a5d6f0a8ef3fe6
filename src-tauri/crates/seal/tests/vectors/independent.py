"""Formats of `seal`, said a second time and by other means.

Prints the vectors beside this file from Python's `cryptography` alone; nothing of the Rust code
takes part. It is kept so that an auditor can do the same: `python3 independent.py FILE`.
Random bytes are a counter: the n-th byte drawn is n modulo 256.
"""
import hashlib, hmac, sys
from pathlib import Path
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


class Counter:
    def __init__(self): self.n = 0
    def take(self, count):
        out = bytes((self.n + i) % 256 for i in range(count)); self.n += count; return out


def head(major, n):
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if n < 24: return bytes([major << 5 | n])
        if n < 1 << 8 * size: return bytes([major << 5 | code]) + n.to_bytes(size, "big")


def cbor(v):
    if v is None: return b"\xf6"
    if isinstance(v, bool): return b"\xf5" if v else b"\xf4"
    if isinstance(v, int): return head(0, v)
    if isinstance(v, bytes): return head(2, len(v)) + v
    if isinstance(v, str): return head(3, len(v.encode())) + v.encode()
    return head(4, len(v)) + b"".join(map(cbor, v))


def mac(key, data): return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(salt, secret, info, length):
    prk, out, block, i = mac(salt or bytes(32), secret), b"", b"", 0
    while len(out) < length:
        i += 1; block = mac(prk, block + info + bytes([i])); out += block
    return out[:length]


def committed(key_id, key, ctx, plain, rng, chunked=False):
    salt = rng.take(32)
    okm = hkdf(salt, key, ctx, 76)
    cipher, commit, nonce = AESGCM(okm[:32]), okm[32:64], okm[64:]
    out = bytes([1, 1]) + key_id + salt + commit
    if not chunked: return out + cipher.encrypt(nonce, plain, ctx)
    pieces = [plain[i:i + 65536] for i in range(0, len(plain), 65536)] or [b""]
    for i, piece in enumerate(pieces):
        mark = i.to_bytes(4, "big") + bytes([i == len(pieces) - 1])
        out += cipher.encrypt(nonce[:7] + mark, piece, ctx + mark)
    return out


TEAM, STREAM, RECORD = bytes([0xA1] * 32), bytes([0xB2] * 16), bytes([0xC3] * 16)
DESK, PERSON, EPOCH = bytes([0xD4] * 16), bytes([0xE5] * 16), 7


def record_context(key_id, kind, part):
    return cbor(["VDE1/rec", 1, 1, key_id, TEAM, STREAM, RECORD, kind, part])


def wrap(key, purpose, subject, secret, rng):
    key_id, key = key
    ctx = cbor(["VDE1/wrap", 1, 1, key_id, TEAM, purpose, subject, EPOCH])
    return committed(key_id, key, ctx, secret, rng)


def pair(rng):
    signing, exchange = rng.take(32), rng.take(32)
    ed, x = Ed25519PrivateKey.from_private_bytes(signing), X25519PrivateKey.from_private_bytes(exchange)
    return signing + exchange, ed, ed.public_key().public_bytes_raw(), x.public_key().public_bytes_raw()


def envelope():
    for name, part, plain in (
        ("pan", "pan", b"6222020000000000000"),
        ("empty", "notes", b""),
        ("attachment", "attachment", bytes(i % 251 for i in range(65536 + 5))),
    ):
        rng = Counter(); key_id, key = rng.take(16), rng.take(32)
        sealed = committed(key_id, key, record_context(key_id, "case.received", part), plain, rng, part == "attachment")
        if len(sealed) > 1000:
            yield name + ".sha256", hashlib.sha256(sealed).digest()
            yield name + ".head", sealed[:120]
        else:
            yield name, sealed
    yield "open", bytes([1, 0]) + b"charter"


def keys():
    rng = Counter()
    vault = rng.take(16), rng.take(32); erasure = rng.take(32); drk = rng.take(32)
    okm = hkdf(erasure, vault[1], cbor(["VDK1/store", TEAM, EPOCH]), 48)
    store = okm[32:], okm[:32]
    yield "store.id", store[0]
    salt = rng.take(16)
    stretched = Argon2id(salt=salt, length=32, iterations=2, lanes=2, memory_cost=64).derive("blue kéttles 42".encode())
    info = cbor(["VDK1/person", TEAM, DESK, PERSON, EPOCH])
    keks = []
    for name, secret in (("kek", drk), ("kek.no_keychain", None)):
        okm = hkdf(secret, stretched, info, 48)
        keks.append((okm[32:], okm[:32])); yield name + ".id", okm[32:]
    for name, secret in (("name", drk), ("name.no_keychain", None)):
        key = hkdf(secret, salt, cbor(["VDK1/name", DESK]), 32)
        yield name, mac(key, "li ming 李明".encode())[:16]
    bucket, content = (rng.take(16), rng.take(32)), (rng.take(16), rng.take(32))
    file_key, index = rng.take(32), [rng.take(32) for _ in range(3)]
    person, ed, ed_public, x_public = pair(rng)
    desk = pair(rng)[0]
    yield "pragma", b"x'" + file_key.hex().encode() + b"'"
    for name, key in zip(("card", "document", "phone"), index):
        yield "index." + name, mac(key, b"6222020000000000000")[:16]
    yield "person.ed25519", ed_public
    yield "person.x25519", x_public
    yield "person.signature", ed.sign(b"VDR1/record of nothing")
    for name, key, purpose, subject, secret in (
        ("wrap.content", bucket, "content", STREAM, content[0] + content[1]),
        ("wrap.bucket", store, "bucket", bucket[0], bucket[0] + bucket[1]),
        ("wrap.file", store, "file", DESK, file_key),
        ("wrap.index", vault, "index", DESK, b"".join(index)),
        ("wrap.desk", vault, "desk", DESK, desk),
        ("wrap.credential", vault, "credential", DESK, b"ID:SECRET"),
        ("wrap.person-name", vault, "person-name", PERSON, "李明".encode()),
        ("wrap.founding-draft", vault, "founding-draft", DESK, b"draft"),
        ("wrap.person", keks[0], "person", PERSON, person),
    ):
        yield name, wrap(key, purpose, subject, secret, rng)


def desk_keys():
    def fill(byte, n): return bytes([byte] * n)
    person = [PERSON, [fill(1, 16), b"name", [fill(2, 32), fill(3, 32)], [65536, 3, 4, fill(4, 16)], TEAM, 6,
                       b"secrets", b"grant", [["operator", "supervisor"], fill(5, 64)]]]
    slot7 = [EPOCH, TEAM, fill(6, 16), [fill(7, 32), fill(8, 32)], [person], b"file", b"index", b"desk", None, [b"draft"]]
    slot8 = [EPOCH + 1, TEAM, fill(6, 16), [fill(7, 32), fill(8, 32)], [], b"file", b"index", b"desk", fill(9, 32), []]
    yield "file", cbor(["VDK1/file", 1, DESK, [True, False, True], fill(10, 32), fill(11, 16), [slot7, slot8]])
    yield "slot.digest", hashlib.sha256(b"VDK1/slot" + cbor(slot7)).digest()


def desk_keys_2():
    def fill(byte, n): return bytes([byte] * n)
    def person(drk, grant, membership):
        return [fill(1, 16), b"name", [fill(2, 32), fill(3, 32)], [65536, 3, 4, fill(4, 16)], TEAM, 6, drk,
                b"secrets", grant, membership]
    def slot(epoch, people, recovery, erasure, drafts):
        return [epoch, TEAM, fill(6, 16), [fill(7, 32), fill(8, 32)], people, b"file", b"index", b"desk", recovery, erasure, drafts]
    def file(slots): return cbor(["VDK1/file", 2, DESK, [True, False, True], fill(10, 32), fill(11, 16), slots])
    member = [["operator", "supervisor"], fill(5, 64)]
    seven = slot(EPOCH, [[PERSON, person(1, b"grant", member)], [fill(0xE6, 16), person(1, None, None)]], None, None, [b"draft"])
    eight = slot(EPOCH + 1, [], b"recovery", fill(9, 32), [])
    yield "file", file([seven, eight])
    yield "slot.7.digest", hashlib.sha256(b"VDK1/slot" + cbor(seven)).digest()
    yield "slot.8.digest", hashlib.sha256(b"VDK1/slot" + cbor(eight)).digest()
    yield "rewritten", file([slot(EPOCH, [[PERSON, person(0, b"grant", member)]], None, None, [b"draft"]),
                             slot(EPOCH + 1, [], None, fill(9, 32), [])])


def gf(left, right, bits, polynomial):
    """Carry-less product, reduced by long division."""
    product = 0
    for i in range(bits): product ^= (left << i) * (right >> i & 1)
    for i in reversed(range(bits, 2 * bits)): product ^= (polynomial << i - bits) * (product >> i & 1)
    return product


def share_text(body):
    alphabet, bits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", body + hashlib.sha256(b"VDK1/share" + body).digest()[:4]
    number, groups = int.from_bytes(bits, "big"), []
    symbols = [number >> 5 * (79 - i) & 31 for i in range(80)]
    for at in range(20):
        group, check = symbols[4 * at:4 * at + 4], at + 1
        for symbol, weight in zip(group, (16, 8, 4, 2)): check ^= gf(symbol, weight, 5, 0b100101)
        groups.append("".join(alphabet[s] for s in group + [check]))
    return "\n".join(" ".join(groups[i:i + 5]) for i in range(0, 20, 5))


def recovery():
    derived = lambda purpose, length: hkdf(None, secret, cbor(["VDK1/recovery", purpose]), length)
    # Begun at 100, so that the slopes have their highest bit and products are reduced.
    rng = Counter(); rng.take(100)
    secret, set_id, slopes = rng.take(32), rng.take(4), rng.take(32)
    for x in (1, 2, 3):
        value = bytes(s ^ gf(slope, x, 8, 0x11B) for s, slope in zip(secret, slopes))
        yield f"share.{x}", share_text(bytes([1]) + set_id + derived("check", 8) + bytes([x]) + value).encode()
    yield "share.ed25519", Ed25519PrivateKey.from_private_bytes(derived("sign", 32)).public_key().public_bytes_raw()
    secret = Counter().take(32)
    signing = Ed25519PrivateKey.from_private_bytes(derived("sign", 32))
    exchange = X25519PrivateKey.from_private_bytes(derived("exchange", 32))
    yield "ed25519", signing.public_key().public_bytes_raw()
    yield "x25519", exchange.public_key().public_bytes_raw()
    # Made by the Rust code, since the library draws its own ephemeral key; it can open it.
    lines = dict(line.split(": ") for line in (Path(__file__).parent / "recovery-v1.txt").read_text().splitlines())
    sealed = bytes.fromhex(lines["sealed_to"])
    info = cbor(["VDK1/sealed-to", 1, TEAM, "backup-keys", EPOCH])
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    assert sealed[0] == 1 and suite.decrypt(sealed[1:], exchange, info=info) == b"backup keys"
    yield "sealed_to", sealed
    rng = Counter()
    backup, vault = (rng.take(16), rng.take(32)), rng.take(48)
    index, bucket, content = rng.take(96), rng.take(48), rng.take(48)
    for name, subject, secret in (("vault", DESK, vault), ("index", DESK, index), ("bucket", DESK, bucket), ("content", STREAM, content)):
        yield "wrap.backup-" + name, wrap(backup, "backup-" + name, subject, secret, rng)
    sealed = bytes.fromhex(lines["backup_key"])
    info = cbor(["VDK1/backup-key", 1, TEAM, "backup-keys", EPOCH])
    assert sealed[0] == 1 and suite.decrypt(sealed[1:], exchange, info=info) == backup[0] + backup[1]
    yield "backup_key", sealed


def unlock():
    rng = Counter()
    drk, salt = rng.take(32), rng.take(16)
    stretched = Argon2id(salt=salt, length=32, iterations=2, lanes=2, memory_cost=64).derive(b"853914")
    okm = hkdf(drk, stretched, cbor(["VDK1/pin", DESK, PERSON]), 48)
    yield "pin.id", okm[32:]
    yield "wrap.pin", wrap((okm[32:], okm[:32]), "pin", PERSON, pair(rng)[0], rng)
    key = hkdf(None, drk, cbor(["VDK1/signin", DESK]), 32)
    one = mac(key, bytes(32) + b"first")
    yield "signin.1", one
    yield "signin.2", mac(key, one + b"second")


FILES = {"envelope": envelope, "keys": keys, "desk_keys": desk_keys, "desk_keys_2": desk_keys_2,
         "recovery": recovery, "unlock": unlock}
for name, value in FILES[sys.argv[1]]():
    print(f"{name}: {value.hex()}")
