import CVectorKernels

#if OneDNN
    import COneDNN
#endif

/// Which of the processor's vector instructions our own kernels use.
struct VectorInstructionSet: Hashable, Sendable {
    private let instructions: VectorInstructions

    /// The kernels compiled for it.
    var kernels: UnsafePointer<VectorKernels> { vector_kernels(instructions) }

    /// Its name, for tables.
    var name: String { String(cString: kernels.pointee.name) }

    /// The numbers of a register.
    var width: Int { kernels.pointee.width }

    /// What a convolution's result channels must be a multiple of for Winograd's algorithm.
    var winogradResultMultiple: Int { kernels.pointee.winograd.result_multiple }

    /// What parts of a result's channels must begin at a multiple of where filters lie in panels.
    var panelColumnMultiple: Int { kernels.pointee.panels.column_multiple }

    /// Whether oneDNN, with these instructions, adds a residual that it doesn't overwrite rightly.
    ///
    /// oneDNN 2.6.3 with no more than SSE4.1 adds another tensor wrongly after a convolution to channels
    /// that don't fill its registers: in NASNetMobile, with 11 channels, answers were off by half.
    func haveResidualsAddedRight(toChannels channels: Int) -> Bool {
        width >= 8 || channels % 8 == 0
    }

    /// The sets that this processor has and `DNNL_MAX_CPU_ISA` allows, in rising order.
    static var usable: [VectorInstructionSet] {
        [VectorInstructionsBaseline, VectorInstructionsAVX2, VectorInstructionsAVX512]
            .filter { $0.rawValue <= ofThisProcessor.instructions.rawValue }
            .map(VectorInstructionSet.init)
    }

    /// The largest set that this processor has and `DNNL_MAX_CPU_ISA` allows.
    ///
    /// The variable is oneDNN's, with which one machine can stand for an older one.
    static let ofThisProcessor: VectorInstructionSet = {
        let available = vector_instructions()
        #if OneDNN
            let allowed = dnnl_get_effective_cpu_isa().rawValue
            func allows(_ set: dnnl_cpu_isa_t) -> Bool { allowed & set.rawValue == set.rawValue }
            let limit =
                allows(dnnl_cpu_isa_avx512_core)
                ? VectorInstructionsAVX512
                : allows(dnnl_cpu_isa_avx2) ? VectorInstructionsAVX2 : VectorInstructionsBaseline
            return VectorInstructionSet(
                instructions: limit.rawValue < available.rawValue ? limit : available)
        #else
            return VectorInstructionSet(instructions: available)
        #endif
    }()
}
