import Tensors

/// Checks shared by the operations; each says what was expected and what was given.

func expect(_ inputs: [ValueType], count: Int) throws(TypeMismatch) {
    guard inputs.count == count else {
        throw TypeMismatch("takes \(count) inputs, given \(inputs.count)")
    }
}

func expect(_ type: ValueType, rank: Int, as what: String) throws(TypeMismatch) {
    guard type.rank == rank else {
        throw TypeMismatch("\(what) must have rank \(rank), given \(type)")
    }
}

func expectSameElementType(_ inputs: [ValueType]) throws(TypeMismatch) {
    guard let first = inputs.first else { return }
    for input in inputs where input.elementType != first.elementType {
        throw TypeMismatch("element types differ: \(first) and \(input)")
    }
}

func expectFloatingPoint(_ type: ValueType, as what: String) throws(TypeMismatch) {
    guard type.elementType.isFloatingPoint else {
        throw TypeMismatch("\(what) must be floating-point, given \(type)")
    }
}

func expectVector(
    _ type: ValueType, count: Int, as what: String
) throws(TypeMismatch) {
    guard type.dimensions == [.fixed(count)] else {
        throw TypeMismatch("\(what) must have shape [\(count)], given \(type)")
    }
}

/// The extent of a dimension that must be known before a request comes.
func fixedExtent(_ type: ValueType, axis: Int, as what: String) throws(TypeMismatch) -> Int {
    guard let extent = type.dimensions[axis].fixedExtent else {
        throw TypeMismatch("\(what) of \(type) must be known")
    }
    return extent
}

func expectAxis(_ axis: Int, in type: ValueType) throws(TypeMismatch) {
    guard (0..<type.rank).contains(axis) else {
        throw TypeMismatch("axis \(axis) is outside of \(type)")
    }
}
