"""Reads messages with Python's own parser, the strict one and the old one; prints one JSON object for each."""
import email
import email.header
import email.policy
import hashlib
import json
import sys

for file in sys.argv[1:]:
    with open(file, "rb") as message:
        raw = message.read()
    strict = email.message_from_bytes(raw, policy=email.policy.default)
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    defects = [str(d) for d in strict.defects + list(strict["Subject"].defects) + list(strict["To"].defects)]
    attachments = []
    for part, same in zip(strict.walk(), old.walk()):
        defects += [str(d) for d in part.defects]
        if part.get_content_disposition() != "attachment":
            continue
        for field in ("Content-Type", "Content-Disposition"):
            defects += [str(d) for d in part[field].defects]
        attachments.append({
            "name": part.get_filename(),
            "old": same.get_filename(),
            "type": part.get_content_type(),
            "fallback": part["Content-Type"].params.get("name", ""),
            "sha256": hashlib.sha256(part.get_payload(decode=True)).hexdigest(),
        })
    print(json.dumps({
        "subject": strict["Subject"],
        "old": str(email.header.make_header(email.header.decode_header(old["Subject"]))),
        "text": strict.get_body().get_content(),
        "attachments": attachments,
        "defects": defects,
        "long": [line.decode("ascii") for line in raw.split(b"\r\n") if len(line) > 78],
    }))
