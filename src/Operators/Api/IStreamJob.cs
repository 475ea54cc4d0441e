namespace FlowActors;

/// <summary>
/// A job as a class, registered by name: what travels in a cluster is that name with the arguments, and every node builds
/// the same graph from it.
/// </summary>
public interface IStreamJob
{
    /// <summary>
    /// Writes the program down. Has no side effects and reads nothing but its arguments; may be called many times.
    /// </summary>
    void Build(StreamExecutionEnvironment env, JobArguments arguments);
}
