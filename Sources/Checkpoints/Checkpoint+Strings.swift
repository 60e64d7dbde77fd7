import Wire

extension Checkpoint {
    /// Reads the value of a variable of strings, row-major, each as its bytes.
    ///
    /// Object-based checkpoints keep their object graph in such a variable.
    /// - Throws: `CheckpointError.unknownVariable`, `.unsupportedType` if it does not hold strings or is
    ///   partitioned, `.damagedData` if its bytes have changed, or `.unreadable`.
    public func strings(named name: String) throws(CheckpointError) -> [[UInt8]] {
        let variable = try existingVariable(named: name)
        guard variable.dataType == .dtString, let part = variable.parts.first,
            !variable.isPartitioned
        else {
            throw .unsupportedType(
                variable: name, file: location.indexURL.path, type: variable.dataType.name)
        }
        return try strings(part, of: variable).map(Array.init)
    }
}
