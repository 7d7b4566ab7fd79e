import CCurl
import CCurlShims

extension TransferOptions {
    private static let signed: Set = [
        "authorization", "x-amz-content-sha256", "x-amz-security-token", "x-amz-date",
    ]

    /// Gives libcurl the header lines; the list must live as long as the handle.
    func setHeaders() throws(HTTPError) -> UnsafeMutablePointer<curl_slist>? {
        var lines: [String] = []
        let taken = request.headers.map { $0.name.lowercased() }
        if request.signature != nil { try checkSigned(taken) }
        for (name, value) in request.headers + (request.signature?.headers ?? []) {
            let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            guard !name.isEmpty, isToken, !value.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
            else {
                // The value can be a key: it stays out of the text.
                throw HTTPError(
                    .invalidRequest, "the header \(isToken ? name : "name") can't be sent as it is")
            }
            // "Name;" is libcurl's syntax for a header without a value.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        // "Name:" takes out what libcurl would add by itself to a body: an Expect for large ones, a form's
        // content type. A signature would cover such a line, though it is not sent: hence no body there.
        if request.signature == nil {
            lines.append(request.expect100 ? "Expect: 100-continue" : "Expect:")
            if !taken.contains("content-type") { lines.append("Content-Type:") }
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw HTTPError(.other, "libcurl is out of memory")
            }
            list = longer
        }
        try check(shim_curl_set_list(easy, CURLOPT_HTTPHEADER, list))
        return list
    }

    /// libcurl 7.88 signs header lines as they stand, where servers fold spaces and join lines of one name
    /// first; and an empty value comes out as a name with a semicolon.
    private func checkSigned(_ names: [String]) throws(HTTPError) {
        guard uploads == nil, ["GET", "HEAD", "DELETE"].contains(request.method) else {
            throw HTTPError(.invalidRequest, "only a GET, HEAD or DELETE without a body can be signed")
        }
        guard !names.contains(where: Self.signed.contains), Set(names).count == names.count,
            request.headers.allSatisfy({ _, value in
                !value.isEmpty && !value.hasPrefix(" ") && !value.hasSuffix(" ") && !value.contains("  ")
                    && !value.contains("\t")
            })
        else {
            throw HTTPError(
                .invalidRequest,
                "a signed request's headers need plain values, each name once, and none of the signature's own"
            )
        }
    }
}
