using System.Globalization;

namespace FlowActors.Runtime.Subtasks.Deployment;

/// <summary>The number of a job's region on the wire: the first 64 bits of the job's id, and the region's id added to them.</summary>
internal static class RegionNumber
{
    public static ulong Of(JobId job, int region) => unchecked(
        ulong.Parse(job.Value.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) + (ulong)region);
}
