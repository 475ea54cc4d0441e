namespace FlowActors.Runtime.Hocon;

/// <summary>Where a piece of configuration was written: a line of a text in code or of a file, or a variable of the environment.</summary>
/// <param name="Layer">The option, file or variable, as errors call it.</param>
/// <param name="Line">The line in it from 1 on; 0 where there are no lines.</param>
internal readonly record struct Origin(string Layer, int Line)
{
    /// <summary>What the files in this assembly are called, with their name behind it.</summary>
    public const string Shipped = "hocon/";

    /// <summary>Whether the engine has written it and no application.</summary>
    public bool IsShipped => Layer.StartsWith(Shipped, StringComparison.Ordinal);

    public override string ToString() => Line > 0 ? $"line {Line} of {Layer}" : Layer;
}
