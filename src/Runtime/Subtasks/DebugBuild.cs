using System.Diagnostics;
using System.Reflection;
using FlowActors.Graph;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Tells whether an application was built for debugging, by the assemblies that hold a job's functions and record types: those
/// are what may change records. Not by the process: a test runner or a host may be built in another way than what it runs.
/// </summary>
internal static class DebugBuild
{
    private static readonly Assembly[] Engine =
        [typeof(object).Assembly, typeof(StreamNode).Assembly, typeof(StreamExecutionEnvironment).Assembly, typeof(DebugBuild).Assembly];

    /// <summary>True when one of the assemblies was compiled without optimizations.</summary>
    public static bool Made(JobGraph graph) =>
        UserAssemblies.Of(graph.Vertices.SelectMany(v => v.Chain).Select(o => o.Node)).Except(Engine).Any(IsDebug);

    /// <summary>Whether the compiler was told not to optimize.</summary>
    public static bool IsDebug(Assembly assembly) => assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };
}
