namespace FlowActors.Examples.DeadLetters;

/// <summary>A line of a file, with its place.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">From 1 on.</param>
/// <param name="Text">Without the end of the line.</param>
internal sealed record OrderLine(string File, long Line, string Text);
