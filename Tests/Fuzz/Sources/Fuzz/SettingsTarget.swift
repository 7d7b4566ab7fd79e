import Foundation
import Pipeline

/// Pipeline files: read for every need, and as a matrix of runs.
func settingsTarget() throws -> FuzzTarget {
    FuzzTarget(
        name: "settings",
        seeds: {
            [
                "version: 1\nname: boat\npull: { source: folder, path: pictures, trigger: \"h4r\" }\n",
                """
                pull:
                  source: supabase
                  database: ${DATABASE_URL}
                  dataset: "${NAME:-Harbour}"
                  storage: { url: "${SUPABASE_URL}", key: "${KEY:-}", bucket: images }
                check:
                  on_error: skip
                  rules: { image-blurry: off, caption-too-long: { severity: error, max_tokens: 400 } }
                  waivers: [{ rule: image-blurry, content: "ab", reason: "x" }]
                prepare: { resolution: 1024, fit: crop, gravity: centre, format: png, upscale: 1.5 }
                train: { endpoint: "https://t.example", token: t, network_dim: 16, learning_rate: 5e-5, seed: 42 }
                pack: { max_bytes: 1000000 }
                """,
                "pull: &a { source: folder, path: p }\nmatrix:\n  train.network_dim: [8, 16]\n  train.seed: [1, 2]\n",
                "{\"pull\":{\"source\":\"supabase-rest\",\"project\":\"https://x.supabase.co\"},\"train\":{}}",
            ].map { Array($0.utf8) }
        },
        dictionary: [
            "pull:", "source: folder", "supabase-rest", "check:", "rules:", "waivers:", "matrix:", "train:",
            "notify:",
            "prepare:", "tables:", "storage:", "${", ":-", "max_train_epochs: ", "price_per_hour: ",
            "currency: ",
            "upscale: ", "allow_hosts: [", "&a ", "*a", "<<: ", "!!binary ", "|-\n", "- ", "\n  ", ": {",
            "1e999", ".inf",
            "-9223372036854775808", "0x7fffffffffffffff", "1:60:60",
        ]
    ) { input in
        let file = try settingsFile.get()
        try Data(input).write(to: URL(fileURLWithPath: file))
        let environment = [
            "DATABASE_URL": "postgresql://u:p@h/d", "SUPABASE_URL": "https://x.supabase.co", "EMPTY": "",
        ]
        for need in [Need.check, .train] {
            do throws(SettingsError) {
                _ = try PipelineFile(at: file, for: need, environment: environment)
            } catch {
                if error.problems.isEmpty { throw Finding("a refusal that names nothing") }
                for problem in error.problems
                where "\(problem)".contains(where: { $0 == "\u{1B}" || $0 == "\0" }) {
                    throw Finding("a control character in a message: \(problem)")
                }
            }
        }
        do throws(SettingsError) {
            if try PipelineSettings(at: file, environment: environment).runs().isEmpty {
                throw SettingsError([])
            }
        } catch {
            if error.problems.isEmpty { throw Finding("no run, and nothing that is wrong") }
        }
    }
}

private let settingsFile = Result { try InputDirectory.make("settings") + "/pipeline.yaml" }
