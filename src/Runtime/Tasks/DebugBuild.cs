using System.Diagnostics;
using System.Reflection;
using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Runtime.Tasks;

/// <summary>
/// Tells whether an application was built for debugging, by the assemblies that hold a job's functions and record types: those
/// are what may change records. Not by the process: a test runner or a host may be built in another way than what it runs.
/// </summary>
internal static class DebugBuild
{
    private static readonly Assembly[] Engine =
        [typeof(object).Assembly, typeof(StreamNode).Assembly, typeof(StreamExecutionEnvironment).Assembly, typeof(DebugBuild).Assembly];

    /// <summary>True when one of the assemblies was compiled without optimizations.</summary>
    public static bool Made(JobGraph graph) => graph.Vertices
        .SelectMany(v => v.Chain)
        .SelectMany(o => Types(o.Node))
        .SelectMany(Parts)
        .Select(t => t.Assembly)
        .Distinct()
        .Except(Engine)
        .Any(IsDebug);

    /// <summary>Whether the compiler was told not to optimize.</summary>
    public static bool IsDebug(Assembly assembly) => assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    private static IEnumerable<Type> Types(StreamNode node) => node.FunctionType is { } function ? [node.GetType(), function] : [node.GetType()];

    private static IEnumerable<Type> Parts(Type type) => [type, .. type.GetGenericArguments().SelectMany(Parts)];
}
