namespace FlowActors.Examples.DeadLetters;

/// <summary>A line that is no good order: all that somebody needs who mends it.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Line">Where in the file, from 1 on.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Text">The line as it is.</param>
internal sealed record DeadLetter(string File, long Line, string Reason, string Text);
