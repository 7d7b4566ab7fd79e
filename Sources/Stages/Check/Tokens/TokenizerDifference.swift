import Dataset

extension TokenizerDocument {
    /// The first point in which a tokenizer.json is not Qwen2's way of making tokens; nil when it is.
    static func difference(_ document: JSONValue) -> String? {
        let model = document["model"] ?? .null
        // Older files of this kind leave the type out.
        let type = model["type"]?.string ?? (model["merges"] == nil ? "absent" : "BPE")
        guard type == "BPE" else { return "its model is \(type), not BPE" }
        let normalisers = steps(document["normalizer"], "normalizers")
        guard normalisers.map({ $0["type"] }) == ["NFC"] else { return "its normalizer is not NFC" }
        let splits = steps(document["pre_tokenizer"], "pretokenizers")
        guard splits.map({ $0["type"] }) == ["Split", "ByteLevel"] else {
            return "its pre_tokenizer is not a Split and a ByteLevel"
        }
        guard splits[0]["pattern"]?["Regex"]?.string == Pieces.pattern else {
            return "its pre_tokenizer splits by another pattern"
        }
        guard splits[0]["behavior"] == "Isolated", splits[0]["invert"] != true,
            splits[1]["add_prefix_space"] == false, splits[1]["use_regex"] == false
        else { return "its pre_tokenizer splits in another way" }
        if let key = odd(model) { return "its model sets \(key)" }
        for token in document["added_tokens"]?.array ?? [] {
            let keys = ["single_word", "lstrip", "rstrip"]
            guard let key = keys.first(where: { token[$0] == true }) else { continue }
            return "its added token \"\(token["content"]?.string ?? "")\" sets \(key)"
        }
        return nil
    }

    /// What a sequence consists of, or the one step itself.
    private static func steps(_ step: JSONValue?, _ key: String) -> [JSONValue] {
        guard let step else { return [] }
        return step["type"] == "Sequence" ? step[key]?.array ?? [] : [step]
    }

    /// A setting of the model that changes counts and that Qwen2's leaves at nothing.
    private static func odd(_ model: JSONValue) -> String? {
        let keys = [
            "dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges",
        ]
        return keys.first { key in
            switch model[key] {
            case nil, .null, false, "": false
            default: true
            }
        }
    }
}
