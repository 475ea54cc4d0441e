using System.Globalization;

namespace FlowActors.Runtime.Control;

/// <summary>The number of a job's region on the wire: the first 64 bits of its id.</summary>
internal static class RegionNumber
{
    public static ulong Of(JobId job) => ulong.Parse(job.Value.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
