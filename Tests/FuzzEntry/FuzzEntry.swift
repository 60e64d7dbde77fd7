import CLibFuzzer
import Foundation
import Fuzzing

/// Runs libFuzzer, with its options, on the target that the variable `STEADY_FUZZ` names.
@main
enum FuzzEntry {
    private static let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["STEADY_FUZZ"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            preconditionFailure("STEADY_FUZZ must be one of \(names)")
        }
        return target
    }()

    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let code = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
            FuzzEntry.target.run(Array(UnsafeBufferPointer(start: start, count: count)))
            return 0
        }
        exit(code)
    }
}
