using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>Hashes that are the same in every process and version; see <see cref="KeySerializer{TKey}.StableHash"/>.</summary>
internal static class StableHash
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(long value) => (int)(value ^ (value >>> 32));
}
