/// A number on its way from one element type to another, in a type that holds it exactly.
enum WideNumber {
    case signed(Int64)
    case unsigned(UInt64)
    case real(Double)
}

extension Number {
    /// The number in another type: fractions are cut, integers wrap, and a real number outside of
    /// an integer type becomes the nearest in it.
    @inline(__always) func cast<Target: Number>() -> Target { Target(wide: wide) }
}

extension IntegerNumber {
    var wide: WideNumber {
        @inline(__always) get {
            Self.isSigned
                ? .signed(Int64(truncatingIfNeeded: self))
                : .unsigned(UInt64(truncatingIfNeeded: self))
        }
    }

    @inline(__always) init(wide: WideNumber) {
        switch wide {
        case .signed(let value): self.init(truncatingIfNeeded: value)
        case .unsigned(let value): self.init(truncatingIfNeeded: value)
        case .real(let value): self.init(saturating: value)
        }
    }
}

extension RealNumber {
    var wide: WideNumber {
        @inline(__always) get { .real(Double(self)) }
    }

    @inline(__always) init(wide: WideNumber) {
        switch wide {
        case .signed(let value): self.init(value)
        case .unsigned(let value): self.init(value)
        case .real(let value): self.init(value)
        }
    }
}
