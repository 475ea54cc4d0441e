namespace FlowActors.Tests.Harness;

/// <summary>A test of what may not be read, which means nothing where everything may be.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnlessRootFactAttribute : FactAttribute
{
    public UnlessRootFactAttribute()
    {
        if (Environment.IsPrivilegedProcess) Skip = "A privileged process may read every file.";
    }
}
