using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control;

/// <summary>Whether accumulators fit into what is told of a job.</summary>
internal static class AccumulatorBytes
{
    /// <summary>True when all together are more than a job may have.</summary>
    public static bool AreTooMany(IEnumerable<string> names) =>
        names.Sum(name => (long)ControlText.Bytes(name) + ControlLimits.ValueBytes) > ControlLimits.AccumulatorBytesMax;
}
