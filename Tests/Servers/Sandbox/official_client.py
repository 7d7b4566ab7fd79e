"""Drives a sandbox by Supabase's own Python client and says, as one JSON document, what came of it; with the word
"unprivileged", what the keys without rights see.

The environment names the sandbox: SUPABASE_URL, the four keys, DATASET and PICTURE (a file's name). What must hold
whatever the sample is asserted here; the test that runs this asserts the rest.
"""

import json
import os
import sys
import urllib.request

from postgrest.exceptions import APIError
from storage3.exceptions import StorageApiError
from supabase import create_client

URL = os.environ["SUPABASE_URL"]
DATASET = os.environ["DATASET"]
PICTURE = f"{DATASET}/{os.environ['PICTURE']}"
ABSENT = "00000000-0000-4000-8000-000000000000"
KEYS = {
    "service": os.environ["SUPABASE_SERVICE_ROLE_KEY"],
    "secret": os.environ["SUPABASE_SECRET_KEY"],
    "anon": os.environ["SUPABASE_ANON_KEY"],
    "publishable": os.environ["SUPABASE_PUBLISHABLE_KEY"],
}
clients = {name: create_client(URL, key) for name, key in KEYS.items()}


def storage_error(work):
    try:
        work()
    except StorageApiError as error:
        return error.to_dict()
    return None


def rest_error(work):
    try:
        work()
    except APIError as error:
        return {"code": error.code, "message": error.message, "details": error.details, "hint": error.hint}
    return None


def rows(client):
    """Every kind of read that the client can write for one table."""
    data = client.table("data")
    mine = lambda *columns, **options: client.table("data").select(*columns, **options).eq("dataset_id", DATASET)
    everything = mine("id,image_name,caption,created_at").order("created_at").order("id").execute().data
    counted = mine("id", count="exact").range(0, 1).execute()
    names = sorted(row["image_name"] for row in everything)
    first = everything[0]
    single = data.select("*").eq("id", first["id"]).single().execute().data
    assert single["image_name"] == first["image_name"]
    assert mine("id").order("id").range(1, 2).execute().data == sorted(
        ({"id": row["id"]} for row in everything), key=lambda row: row["id"])[1:3]
    assert [row["image_name"] for row in mine("image_name").order("image_name", desc=True).limit(1).execute().data] == [
        names[-1]]
    either = client.table("data").select("id").or_(f"id.eq.{first['id']},and(id.eq.{ABSENT},caption.is.null)")
    assert either.execute().data == [{"id": first["id"]}]
    assert mine("id").in_("image_name", [names[0], 'no, "such"']).execute().data
    assert mine("id").is_("caption", "null").execute().data == [
        {"id": row["id"]} for row in everything if row["caption"] is None]
    assert mine("id").ilike("image_name", names[0].upper()[:3] + "%").execute().data
    assert mine("id").not_.eq("id", first["id"]).execute().data
    assert mine("id").gt("id", ABSENT).lte("id", "f" * 8 + "-ffff-ffff-ffff-" + "f" * 12).execute().data
    assert client.table("data").select("*").eq("id", ABSENT).maybe_single().execute() is None
    head = client.table("data").select("*", count="exact", head=True).eq("dataset_id", DATASET).execute()
    embedded = client.table("datasets").select("id,name,data(count)").eq("id", DATASET).single().execute().data
    inner = client.table("data").select("image_name,set:datasets!inner(name)").eq("set.name", "nobody's").execute()
    return {
        "names": names, "times": len({row["created_at"] for row in everything}), "time": first["created_at"],
        "page": len(counted.data), "total": counted.count, "head": head.count, "embedded": embedded,
        "inner": len(inner.data), "cut": len(client.table("many").select("n").limit(5000).execute().data),
    }


def pictures(client):
    """Every kind of read that the client can do with one picture."""
    bucket = client.storage.from_("images-private")
    body = bucket.download(PICTURE)
    signed = bucket.create_signed_url(PICTURE, 60)["signedURL"]
    assert urllib.request.urlopen(signed).read() == body
    batch = bucket.create_signed_urls([PICTURE, f"{DATASET}/absent.jpg"], 60)
    assert urllib.request.urlopen(batch[0]["signedURL"]).read() == body
    assert batch[1]["signedURL"] is None and batch[1]["error"]
    public = client.storage.from_("images").get_public_url(PICTURE)
    assert urllib.request.urlopen(public).read() == body
    as_file = client.storage.from_("images").get_public_url(PICTURE, {"download": "a name.jpg"})
    disposition = urllib.request.urlopen(as_file).headers["Content-Disposition"]
    listed = bucket.list(DATASET, {"limit": 2, "sortBy": {"column": "name", "order": "asc"}})
    pages, cursor = [], None
    while True:
        options = {"prefix": f"{DATASET}/", "limit": 2, "with_delimiter": False}
        page = bucket.list_v2({**options, "cursor": cursor} if cursor else options)
        pages += [item.name for item in page.objects]
        cursor = page.nextCursor
        if not page.hasNext:
            break
    info = bucket.info(PICTURE)
    assert info["size"] == len(body) and info["bucket_id"] == "images-private"
    return {
        "bytes": len(body), "listed": [item["name"] for item in listed], "folders": [
            item["name"] for item in bucket.list()], "tops": [
            folder.name for folder in bucket.list_v2({"with_delimiter": True}).folders],
        "pages": pages, "type": info["content_type"], "exists": bucket.exists(PICTURE),
        "absent": bucket.exists(f"{DATASET}/absent.jpg"), "disposition": disposition,
        "buckets": sorted(found.id for found in client.storage.list_buckets()),
        "public": client.storage.get_bucket("images").public, "nowhere": client.storage.from_("nowhere").list(),
    }


def uploads(client):
    """Puts, replaces, moves, copies and removes; a bucket of its own too."""
    bucket = client.storage.from_("images-private")
    place = f"{DATASET}/new/one file.txt"
    put = bucket.upload(place, b"one\r\n--two", {"content-type": "text/html", "metadata": {"by": "me"}})
    again = storage_error(lambda: bucket.upload(place, b"other", {"content-type": "text/plain"}))
    bucket.upload(place, b"two", {"content-type": "text/plain", "upsert": "true", "cache-control": "60"})
    assert bucket.download(place) == b"two" and bucket.info(place)["cache_control"] == "max-age=60"
    bucket.update(place, b"three", {"content-type": "text/plain"})
    assert bucket.download(place) == b"three"
    bucket.copy(place, place + ".copy")
    bucket.move(place, place + ".moved")
    assert not bucket.exists(place) and bucket.download(place + ".copy") == bucket.download(place + ".moved")
    granted = bucket.create_signed_upload_url(place)
    bucket.upload_to_signed_url(place, granted["token"], b"by a signed URL", {"content-type": "text/plain"})
    assert bucket.download(place) == b"by a signed URL"
    client.storage.create_bucket("own", options={"public": False, "file_size_limit": 3})
    assert storage_error(lambda: client.storage.create_bucket("own"))["code"] == "Duplicate"
    client.storage.update_bucket("own", {"public": True, "file_size_limit": 9})
    own = client.storage.get_bucket("own")
    assert own.public and own.file_size_limit == 9
    client.storage.from_("own").upload("a.txt", b"12345", {"content-type": "text/plain"})
    assert storage_error(lambda: client.storage.delete_bucket("own"))["status"] == "409"
    client.storage.empty_bucket("own")
    client.storage.delete_bucket("own")
    removed = bucket.remove([place, place + ".copy", place + ".moved"])
    return {"key": put.full_path, "again": again, "removed": len(removed), "left": bucket.exists(place)}


def refusals():
    service, anon = clients["service"], clients["anon"]
    wrong = create_client(URL, "sb_secret_wrong")
    return {
        "object": storage_error(lambda: service.storage.from_("images").download("absent.jpg")),
        "bucket": storage_error(lambda: service.storage.get_bucket("nowhere")),
        "policy": storage_error(lambda: anon.storage.from_("images").upload("x.txt", b"x")),
        "hidden": storage_error(lambda: anon.storage.from_("images-private").download(PICTURE)),
        "table": rest_error(lambda: service.table("absent").select("*").execute()),
        "column": rest_error(lambda: service.table("data").select("absent").execute()),
        "value": rest_error(lambda: service.table("data").select("*").eq("id", "x").execute()),
        "single": rest_error(lambda: service.table("data").select("*").eq("id", ABSENT).single().execute()),
        "key": rest_error(lambda: wrong.table("data").select("*").execute()),
    }


def unprivileged():
    """What the keys without rights see: nothing, and no error."""
    return {
        name: {
            "rows": clients[name].table("data").select("*").execute().data,
            "listed": clients[name].storage.from_("images").list(DATASET),
            "buckets": [bucket.id for bucket in clients[name].storage.list_buckets()],
        } for name in ("anon", "publishable")
    }


if sys.argv[1:] == ["unprivileged"]:
    print(json.dumps(unprivileged()))
else:
    print(json.dumps({
        "rows": {name: rows(clients[name]) for name in ("service", "secret")},
        "pictures": {name: pictures(clients[name]) for name in ("service", "secret")},
        "uploads": uploads(clients["service"]), "refusals": refusals(), "unprivileged": unprivileged(),
    }))
