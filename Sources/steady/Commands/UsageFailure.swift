import ArgumentParser
import Foundation

/// Ends the program as wrong usage does, with a message but without the synopsis, which would bury it.
func usageFailure(_ error: some Error & CustomStringConvertible) -> ExitCode {
    FileHandle.standardError.write(Data("Error: \(error.description)\n".utf8))
    return ExitCode(EX_USAGE)
}
