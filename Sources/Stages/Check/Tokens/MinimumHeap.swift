/// Numbers of which the least comes out first, in log n steps.
struct MinimumHeap {
    private var numbers: [UInt64] = []

    mutating func insert(_ number: UInt64) {
        var place = numbers.count
        numbers.append(number)
        while place > 0, numbers[(place - 1) / 2] > number {
            numbers[place] = numbers[(place - 1) / 2]
            place = (place - 1) / 2
        }
        numbers[place] = number
    }

    mutating func popLeast() -> UInt64? {
        guard let least = numbers.first, let last = numbers.popLast() else { return nil }
        if numbers.isEmpty { return least }
        var place = 0
        while true {
            var child = place * 2 + 1
            guard child < numbers.count else { break }
            if child + 1 < numbers.count, numbers[child + 1] < numbers[child] { child += 1 }
            guard numbers[child] < last else { break }
            numbers[place] = numbers[child]
            place = child
        }
        numbers[place] = last
        return least
    }
}
