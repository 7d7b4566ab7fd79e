import Foundation

extension ICCProfile {
    /// What a table makes of the numbers that go in, 0 to 1 each: red, green and blue of sRGB, 0 to 1.
    public typealias Table = @Sendable ([Double]) -> [Double]

    /// A profile of nothing but tables, by the names of their tags: `A2B0` perceptual, `A2B1` relative, `A2B2` saturation.
    ///
    /// - Parameter grid: how many points each table has for each of the numbers that go in.
    public static func tables(
        _ tables: [(String, Table)], space: String = "RGB ", kind: String = "scnr", version: UInt8 = 2,
        grid: Int = 9, name: String? = nil
    ) -> ICCProfile {
        let inputs = space == "CMYK" ? 4 : space == "GRAY" ? 1 : 3
        return ICCProfile(
            space: space, kind: kind, connection: "Lab ", version: version, name: name,
            tags: [("wtpt", xyz(0.9642, 1, 0.8249))] + tables.map { ($0, lut($1, inputs, grid)) })
    }

    /// A table of 16-bit numbers (ICC.1, `lut16Type`), without curves.
    private static func lut(_ table: Table, _ inputs: Int, _ grid: Int) -> [UInt8] {
        let points = (0..<inputs).reduce(1) { count, _ in count * grid }
        let line: [UInt8] = [0, 0, 0xFF, 0xFF]
        var bytes = Array("mft2\0\0\0\0".utf8) + [UInt8(inputs), 3, UInt8(grid), 0]
        bytes += (0..<9).flatMap { big($0 % 4 == 0 ? 65536 : 0) } + [0, 2, 0, 2]
        bytes += (0..<inputs).flatMap { _ in line }
        for point in 0..<points {
            // The first number varies slowest.
            var rest = point
            var values = [Double](repeating: 0, count: inputs)
            for input in (0..<inputs).reversed() {
                values[input] = Double(rest % grid) / Double(grid - 1)
                rest /= grid
            }
            for value in encodedLab(table(values)) { bytes += [UInt8(value >> 8), UInt8(value & 0xFF)] }
        }
        return bytes + (0..<3).flatMap { _ in line }
    }

    /// Lab by the white D50, in the 16 bits of version 2, of a colour of sRGB.
    private static func encodedLab(_ colour: [Double]) -> [Int] {
        let light = colour.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        let matrix = [
            [0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169],
            [0.0139322, 0.0971045, 0.7141733],
        ]
        let roots = zip(matrix, [0.9642, 1, 0.8249]).map { row, white in
            let share = zip(row, light).map { $0 * $1 }.reduce(0, +) / white
            return share > 0.008856 ? cbrt(share) : 7.787 * share + 16.0 / 116
        }
        let lab = [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]
        let encoded = [lab[0] / 100 * 65280, (lab[1] + 128) * 256, (lab[2] + 128) * 256]
        return encoded.map { min(65535, max(0, Int($0.rounded()))) }
    }
}
