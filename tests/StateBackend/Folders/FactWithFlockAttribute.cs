namespace FlowActors.StateBackend.Tests.Folders;

/// <summary>A test in which another process holds a lock.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithFlockAttribute : FactAttribute
{
    public const string Program = "/usr/bin/flock";

    public FactWithFlockAttribute()
    {
        if (!File.Exists(Program)) Skip = $"There is no {Program} here.";
    }
}
