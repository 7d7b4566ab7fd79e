"""Counts tokens with tiktoken and with tokenizers, over Qwen's rank file from the package dashscope.

Usage: token_peer.py FOLDER. Writes into it tokenizer.json (the ranks in Hugging Face's form) and counted.json (the
texts with their counts and with what stays of them at a limit), then says on its first line where the files are.
"""
import base64
import importlib.util
import json
import os
import pathlib
import random
import sys
import time
import unicodedata

import tiktoken
import tokenizers

sys.dont_write_bytecode = True  # the sources' folder stays as it is
from token_texts import captions, texts

PATTERN = (r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"""
           r"""|\s*[\r\n]+|\s+(?!\S)|\s+""")
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def alphabet():
    """The character that stands for each byte in tokenizer.json."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = iter(range(0x100, 0x200))
    return [chr(byte) if byte in printable else chr(next(rest)) for byte in range(256)]


def halves(ranks, token, rank):
    """The two tokens that the last merge of a token joins: merging its bytes by all lower ranks leaves them."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        best = min(range(len(parts) - 1), key=lambda i: ranks.get(parts[i] + parts[i + 1], rank))
        if ranks.get(parts[best] + parts[best + 1], rank) >= rank:
            raise ValueError(f"the token of rank {rank} is not made of two")
        parts[best:best + 2] = [parts[best] + parts[best + 1]]
    return parts


def write_tokenizer(ranks, path):
    letters = alphabet()
    spell = lambda token: "".join(letters[byte] for byte in token)
    merges = [" ".join(map(spell, halves(ranks, token, rank)))
              for token, rank in sorted(ranks.items(), key=lambda item: item[1]) if len(token) > 1]
    path.write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": len(ranks) + number, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True} for number, content in enumerate(SPECIAL)],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}]},
        "post_processor": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
            "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": {spell(token): rank for token, rank in ranks.items()}, "merges": merges},
    }, ensure_ascii=False), encoding="utf-8")


def main():
    folder, parent = pathlib.Path(sys.argv[1]), os.getppid()
    package = importlib.util.find_spec("dashscope").submodule_search_locations[0]
    rank_file = pathlib.Path(package) / "resources" / "qwen.tiktoken"
    lines = (line.split() for line in rank_file.read_bytes().splitlines())
    ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    write_tokenizer(ranks, folder / "tokenizer.json")
    by_ranks = tiktoken.Encoding("qwen", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={
        content: len(ranks) + number for number, content in enumerate(SPECIAL)})
    by_merges = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    dice = random.Random(4)

    def counted(kind, text):
        composed = unicodedata.normalize("NFC", text)
        one = by_ranks.encode(composed, allowed_special="all")
        two = by_merges.encode(text, add_special_tokens=False).ids
        limit = dice.randint(0, len(one))
        kept = lambda tokens: by_ranks.decode_bytes(tokens[:limit]).decode("utf-8", "ignore")
        return {"kind": kind, "text": text, "ranks": len(one), "merges": len(two), "limit": limit,
                "keptByRanks": kept(one), "keptByMerges": kept(two), "isComposed": composed == text}

    (folder / "counted.json").write_text(json.dumps({
        "captions": [counted("caption", text) for text in captions],
        "texts": [counted(kind, text) for kind, text in texts()],
    }), encoding="utf-8")
    print(json.dumps({"ranks": str(rank_file), "merges": str(folder / "tokenizer.json"),
                      "counted": str(folder / "counted.json")}), flush=True)
    while os.getppid() == parent:  # who started it ends it; this is for when that could not be
        time.sleep(0.2)


if __name__ == "__main__":
    main()
