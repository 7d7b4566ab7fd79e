/// The program on a pseudo terminal, as a person has it.
public enum OnTerminal {
    /// Types what is told behind what is waited for, and tells the exit code last.
    private static let script = """
        import os, pty, select, sys, time
        talk = [part.split("=>") for part in sys.argv[1].split("|")]
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "xterm"
            os.execv(sys.argv[2], sys.argv[2:])
        seen, end = "", time.time() + 60
        while time.time() < end:
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(terminal, 4096).decode(errors="replace")
            except OSError:
                break
            sys.stdout.write(piece)
            seen += piece
            if talk and talk[0][0] in seen:
                seen = ""
                os.write(terminal, talk.pop(0)[1].encode().decode("unicode_escape").encode())
        print("EXIT", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """

    /// Runs it to its end, and gives all that the terminal showed, with `EXIT` and the exit code behind it.
    ///
    /// - Parameter talk: pairs of a text that is waited for and what is then typed, as in `question=>y\\n|more=>\\x03`.
    public static func run(
        _ arguments: [String], _ variables: [(String, String)] = [], typing talk: String
    ) async throws -> String {
        try await Program.run(under: ["python3", "-c", script, talk], arguments, variables).output
    }
}
