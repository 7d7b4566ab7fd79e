public import Dataset

extension ExportDiff {
    /// The document `lorapipe.diff/1`; `names` are what the two exports are called.
    public func json(_ names: Change<String>) -> JSONValue {
        .record([
            "schema": "lorapipe.diff/1", "same": .bool(isSamePayload), "same_lock": .bool(isEmpty),
            "from": side(names.from, payload.from), "to": side(names.to, payload.to),
            "paired_by": .string(basis.rawValue), "unchanged": .int(Int64(unchanged)),
            "rows": .array(rows.map { $0.json(texts) }), "head": .array(head.map(\.json)),
            "reason": .string(reason),
        ])
    }

    private func side(_ name: String, _ payload: Manifest.Payload) -> JSONValue {
        .record([
            "out": .string(name), "images": .int(Int64(payload.images)),
            "payload": .record(["sha256": .string(payload.digest.hex), "bytes": .int(payload.bytes)]),
        ])
    }
}

extension ExportDiff.Change {
    /// A change of two things, each as JSON.
    func json(_ convert: (Value) -> JSONValue) -> JSONValue {
        .record(["from": convert(from), "to": convert(to)])
    }
}

extension HeadDifference {
    fileprivate var json: JSONValue {
        .record([
            "part": .string(part.rawValue), "key": .string(key), "from": from ?? .null, "to": to ?? .null,
        ])
    }
}

extension RowDifference {
    fileprivate func json(_ texts: [Digest: String]) -> JSONValue {
        .record([
            "kind": .string(kind.rawValue), "row": .string(row),
            "earlier_row": earlierRow.map { .string($0) },
            "filename": .string(filename),
            "caption": caption?.json { digest in
                .record(["sha256": .string(digest.hex), "text": texts[digest].map { .string($0) }])
            },
            "picture": picture?.json { .record(["sha256": .string($0.hex)]) },
            "why": reasons.isEmpty ? nil : .array(reasons.map(\.json)),
            "renamed": renamed?.json { .string($0) }, "moved": moved?.json { .string($0) },
        ])
    }
}

extension RowDifference.Reason {
    fileprivate var json: JSONValue {
        switch self {
        case .source(let change): cause("source", change.json { .record(["sha256": .string($0.hex)]) })
        case .crop(let change): cause("crop", change.json(\.json))
        case .recipe(let settings): .record(["cause": "recipe", "settings": .array(settings.map(\.json))])
        case .tools(let tools): .record(["cause": "tools", "settings": .array(tools.map(\.json))])
        case .unexplained: .record(["cause": "unexplained"])
        }
    }

    private func cause(_ word: String, _ change: JSONValue) -> JSONValue {
        .object([.init("cause", .string(word))] + (change.members ?? []))
    }
}

extension PixelBox {
    fileprivate var json: JSONValue {
        .record([
            "left": .int(Int64(left)), "top": .int(Int64(top)), "width": .int(Int64(size.width)),
            "height": .int(Int64(size.height)),
        ])
    }
}
