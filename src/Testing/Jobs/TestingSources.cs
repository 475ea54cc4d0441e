namespace FlowActors.Testing;

/// <summary>Adds testing sources to programs.</summary>
public static class TestingSources
{
    /// <summary>The stream of a source that the test drives by hand, in one subtask.</summary>
    public static DataStream<T> FromTestingSource<T>(this StreamExecutionEnvironment env, TestingSource<T> source)
    {
        ArgumentNullException.ThrowIfNull(env);
        return env.FromSource(source, "Testing Source").WithParallelism(1);
    }
}
