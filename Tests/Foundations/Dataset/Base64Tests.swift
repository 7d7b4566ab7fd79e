import Dataset
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test func itIsWhatFoundationWrites() {
        for length in Array(0...70) + [255, 256, 4095, 4096, 65_537] {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 197 ^ $0 >> 3) }
            let written = encoded(bytes)
            #expect(written == Array(Data(bytes).base64EncodedData()), "\(length) bytes")
            #expect(Base64.count(ofBytes: Int64(length)) == Int64(written.count))
        }
    }

    @Test func everyByteAtEveryPlace() {
        for byte in UInt8.min...UInt8.max {
            let bytes = [byte, 0, byte, byte, 255, byte ^ 85]
            #expect(encoded(bytes) == Array(Data(bytes).base64EncodedData()))
        }
    }

    private func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 5)
        let count = bytes.withUnsafeBytes { bytes in
            text.withUnsafeMutableBytes { Base64.encode(bytes, into: $0) }
        }
        // Nothing behind the end is touched.
        #expect(text[count...].allSatisfy { $0 == 0 })
        return Array(text[..<count])
    }
}
