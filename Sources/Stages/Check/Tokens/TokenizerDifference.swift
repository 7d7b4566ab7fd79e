import Dataset

extension TokenizerDocument {
    /// The first difference of a tokenizer.json from Qwen2's tokenisation; nil when there is none.
    static func difference(_ document: JSONValue) -> String? {
        let model = document["model"] ?? .null
        // Older files omit the type.
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
        if let key = modelDifference(model) { return "its model sets \(key)" }
        for token in document["added_tokens"]?.array ?? [] {
            let keys = ["single_word", "lstrip", "rstrip"]
            guard let key = keys.first(where: { token[$0] == true }) else { continue }
            return "its added token \"\(token["content"]?.string ?? "")\" sets \(key)"
        }
        return nil
    }

    /// The steps of a sequence, or the single step.
    private static func steps(_ step: JSONValue?, _ key: String) -> [JSONValue] {
        guard let step else { return [] }
        return step["type"] == "Sequence" ? step[key]?.array ?? [] : [step]
    }

    /// A setting of the model that changes counts and is not set in Qwen2's file.
    private static func modelDifference(_ model: JSONValue) -> String? {
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
