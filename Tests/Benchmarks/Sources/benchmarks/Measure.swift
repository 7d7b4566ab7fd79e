import Foundation

/// What one run of a program took, as the operating system counts it.
struct Measure {
    /// From its start to its end, in seconds.
    let wall: Double
    /// In user and in system mode, with the children that it waited for, in seconds.
    let user, system: Double
    /// The most memory that it, or one of those children, held at once, in bytes. Linux counts in what this process
    /// held when it started them: a few MB that smaller programs can't go below.
    let peak: Int
    let status: Int32
    /// In bytes, what came of it, where a table tells.
    var written = 0

    var processor: Double { user + system }

    /// Runs a program to its end, by `posix_spawn` and `wait4`: the one call that tells this of a single child.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments; looked for in PATH.
    ///   - output: the file that its stdout goes to.
    ///   - accepting: the exit codes that mean it did its work.
    init(_ command: [String], output: String = "/dev/null", errors: String, accepting: Set<Int32> = [0])
        throws
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let start = ContinuousClock.now
        let code = posix_spawnp(&child, command[0], &actions, nil, &words, environ)
        guard code == 0 else {
            throw Trouble("can't start \(command[0]): \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
        wall = (ContinuousClock.now - start) / .seconds(1)
        user = usage.ru_utime.seconds
        system = usage.ru_stime.seconds
        peak = usage.ru_maxrss * 1024
        self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        guard accepting.contains(self.status) else {
            let words = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw Trouble("\(command[0]) ended with \(self.status): \(words.suffix(2000))")
        }
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
