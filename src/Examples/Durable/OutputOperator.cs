namespace FlowActors.Examples.Durable;

/// <summary>
/// The operator that writes a job's output has the output in its name, so that a savepoint tells of which output its job was, also before
/// anything of it was written.
/// </summary>
internal static class OutputOperator
{
    private const string Prefix = "Output ";

    /// <summary>Its name.</summary>
    /// <param name="output">The full path of the output.</param>
    public static string NameOf(string output) => Prefix + output;

    /// <summary>The output of an operator with this name; null where it writes none.</summary>
    public static string? OutputOf(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;
}
