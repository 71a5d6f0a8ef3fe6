"""Formats of version 1 of `record`, said a second time and by other means.

Prints the vectors beside this file from Python's `cryptography` alone; nothing of the Rust code
takes part. It is kept so that an auditor can do the same: `python3 independent.py FILE`.
"""
import hashlib, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def head(major, n):
    if n < 24: return bytes([major << 5 | n])
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if n < 1 << 8 * size: return bytes([major << 5 | code]) + n.to_bytes(size, "big")


def cbor(v):
    if v is None: return b"\xf6"
    if isinstance(v, bool): return b"\xf5" if v else b"\xf4"
    if isinstance(v, int): return head(0, v)
    if isinstance(v, bytes): return head(2, len(v)) + v
    if isinstance(v, str): return head(3, len(v.encode())) + v.encode()
    return head(4, len(v)) + b"".join(map(cbor, v))


def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def fill(byte, n): return bytes([byte] * n)
def key(byte): return Ed25519PrivateKey.from_private_bytes(fill(byte, 32))
def public(k): return k.public_key().public_bytes_raw()


TEAM, STREAM, DESK, PERSON, RECORD = fill(0xA1, 32), fill(0xB2, 16), fill(0xD4, 16), fill(0xE5, 16), fill(0xC3, 16)
KEY_ID, NOW = fill(0x0F, 16), 1790000000000
FOUNDER, DESK_KEY = key(1), key(2)


def mark(part, body): return [part, len(body), sha(body)]


def record():
    overview, pii = bytes([1, 1]) + KEY_ID + b"overview", bytes([1, 1]) + KEY_ID + b"pii"
    middle = cbor([1, TEAM, STREAM, DESK, [0, PERSON], RECORD, 4711, fill(0x11, 32), [3, fill(0x22, 32)],
                   [NOW, 2], "received", KEY_ID, [mark("overview", overview), mark("pii", pii)]])
    first = cbor([1, TEAM, STREAM, DESK, [1], RECORD, 0, None, None, [NOW, 0], "swept", KEY_ID, []])
    yield "overview", overview
    yield "pii", pii
    for name, header, signer in (("middle", middle, FOUNDER), ("first", first, DESK_KEY)):
        yield name, header
        yield name + ".hash", sha(b"VDR1/hash", header)
        yield name + ".signature", signer.sign(b"VDR1/record" + header)
    yield "founder", public(FOUNDER)
    yield "desk", public(DESK_KEY)


def charter():
    founding, desk = fill(0x33, 32), [public(DESK_KEY), fill(0x44, 32)]
    members = []
    for person, signer, roles in ((PERSON, FOUNDER, ["administrator", "operator", "supervisor"]),
                                  (fill(0xE6, 16), key(3), ["auditor"])):
        keys = [public(signer), person * 2]
        message = b"VDF1/member" + cbor([founding, desk, person, roles, keys])
        yield f"member.{person[0]:x}.message", message
        members.append([person, roles, keys, signer.sign(message)])
    for name, recovery in (("charter", None), ("charter.recovery", [fill(0x55, 32), fill(0x66, 32)])):
        charter = cbor([1, founding, members, fill(0x77, 32), desk, recovery, [False, True, recovery is None]])
        yield name, charter
        yield name + ".team", sha(b"VDF1/team", charter)
        yield name + ".signed", cbor([charter, DESK_KEY.sign(b"VDF1/charter" + charter)])


def events():
    check, change = fill(0xC1, 16), fill(0xE1, 16)
    cause, code, note = "time_out", "-7", {"notes": ["与开户行电话核对"]}
    reasons = ["elements_disagree", "no_record"]
    pii = ["张三", "resident_id", "11010519491231002X", "13800138000", "zhang@example.com"]
    findings = [["card_number", "luhn_failed", "warn"], ["phone", "repeat_other_identity", "warn"],
                ["document_number", "wrong_length", "refuse"]]

    def submitted(findings, risk, policy):
        overview = ["shop", "R-1", "bank_card", 128050, "CNY", "zh-CN", "2026-01", NOW, "counter", "张*",
                    "110*************2X", "622202*********0128", "138****8000", findings, risk, policy]
        return {"overview": overview, "pii": pii, "pan": ["6222021234567890128"]}

    institution = ["tencent-sms", "https://sms.example", "sms"]
    for kind, parts in (
        ("received", submitted(findings, "high", 1)),
        ("amended", submitted([], "low", None)),
        ("viewed", [["name", "card_number"]]),
        ("check_requested", [check, "bank_card_4"]),
        ("call_begun", [check, 1]),
        ("call_requeued", [check, 1, cause]),
        ("check_answered", [check, 2, "mismatch", ["name", "document_number", "card_number", "phone"],
                            "elements_disagree", code, "要素不一致", "request-1", True]),
        ("call_failed", [check, 2, cause, code]),
        ("call_unknown", [check, 300, cause]),
        ("check_asked_again", [check]),
        ("note_added", note),
        ("proposed", {"overview": ["not_verified_final", reasons, fill(0xD1, 32), [check], ["outcome"]], **note}),
        ("proposal_voided", ["amended"]),
        ("reviewed", {"overview": ["overturn", fill(0xD2, 32), reasons], **note}),
        ("decided", ["unable_to_verify", reasons, NOW]),
        ("feedback_begun", [1]),
        ("feedback_requeued", [1, cause]),
        ("feedback_sent", [2, "serial-1", "request-2"]),
        ("feedback_failed", [2, cause, code]),
        ("feedback_unknown", [2, cause]),
        ("late_evidence", [check]),
        ("revealed", {"overview": [["name", "card_number"], "other"], **note}),
        ("retention_set", [NOW, fill(0xB7, 32)]),
        ("hold_placed", note),
        ("hold_lifted", note),
        ("institution_founded", institution),
        ("change_proposed", ["set_institution"] + institution),
        ("change_approved", [change, fill(0xD3, 32)]),
        ("change_rejected", [change, fill(0xD3, 32), "wrong host"]),
        ("sign_ins_failed", [[[SOMEBODY, NOW], [None, NOW + 1]], True]),
        ("grant", {"open": [SOMEBODY, ["administrator", "operator"], KEYS, fill(0xF1, 64), fill(0xD4, 32)],
                   "pii": ["周宁"]}),
        ("revocation", {"open": [SOMEBODY, fill(0xD4, 32)]}),
        ("receipt", {"open": ["keys_changed", 7, "leaving", fill(0xA7, 16)]}),
        ("backup_made", [12, 300, fill(0xB1, 32), "/media/safe"]),
    ):
        yield from bodies(kind, parts)


SOMEBODY, KEYS = fill(0xE2, 16), [fill(0xA1, 32), fill(0xA2, 32)]


def bodies(name, parts):
    for part, values in (parts if isinstance(parts, dict) else {"overview": parts}).items():
        yield f"{name}.{part}", cbor([1] + values)


TERMS = [["verified", 120], ["not_verified_final", 120], ["not_verified_may_retry", 24], ["unable_to_verify", 24],
         ["screened_out", 6]]


def receipts():
    for name, cases, proposal in (("early", [fill(0xB1, 16)], fill(0xD4, 32)),
                                  ("run", [fill(0xB1, 16), fill(0xB2, 16)], None)):
        yield from bodies(name, {"open": ["erased", name, cases, proposal, fill(0xB7, 32)]})


def retention():
    yield "shipped", sha(cbor(["VDP1/retention", TERMS, []]))


def changes():
    for word, values, names in (
        ("set_institution", ["tencent-sms", "https://sms.example", "sms"], None),
        ("enrol", [SOMEBODY, ["operator", "supervisor"], KEYS, fill(0xF1, 64)], ["周宁"]),
        ("set_roles", [SOMEBODY, ["operator", "supervisor"]], None),
        ("dismiss", [SOMEBODY], None),
        ("renew", [SOMEBODY, KEYS, fill(0xF1, 64)], None),
        ("set_recovery", [KEYS], ["周宁", "Zhao Ming", "safe 3"]),
        ("set_retention", [TERMS, [["shop", [["verified", 60], ["screened_out", 1]]]]], None),
        ("erase_case", [fill(0xB1, 16), "consent was withdrawn"], None),
    ):
        yield from bodies(word, {"overview": [word] + values, **({"pii": names} if names else {})})
    yield from bodies("rollback_accepted", {"open": ["rollback_accepted", fill(0xB1, 20), SOMEBODY, fill(0xF1, 64),
                                                     fill(0xE3, 16), fill(0xF2, 64)]})


def recovered():
    for name, recovery, holders in (("whole", KEYS, "周宁 · safe 3"), ("without_recovery", None, "")):
        yield from bodies(name, {
            "open": ["recovered", 300, fill(0xD5, 32), [fill(0xA3, 32), fill(0xA4, 32)], recovery, 8, fill(0xA7, 16),
                     [[SOMEBODY, ["administrator", "operator"], KEYS, fill(0xF1, 64)],
                      [fill(0xE3, 16), ["supervisor"], [fill(0xA5, 32), fill(0xA6, 32)], fill(0xF2, 64)]]],
            "pii": [["周宁", "Zhao Ming"], holders],
        })


for name, value in {"record": record, "charter": charter, "events": events, "changes": changes,
                    "receipts": receipts, "retention": retention, "recovered": recovered}[sys.argv[1]]():
    print(f"{name}: {value.hex()}")
