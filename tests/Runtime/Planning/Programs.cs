using FlowActors.Graph;

namespace FlowActors.Runtime.Tests.Planning;

internal static class Programs
{
    /// <summary>A program at parallelism 2, unless it says otherwise.</summary>
    public static StreamGraph Build(Action<StreamExecutionEnvironment> write, string name = "job")
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2 });
        write(env);
        return env.BuildGraph(name);
    }
}
