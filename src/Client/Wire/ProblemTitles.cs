namespace FlowActors.Client.Wire;

/// <summary>Titles of problems that a client tells apart from others of their status.</summary>
internal static class ProblemTitles
{
    /// <summary>A state has nothing under a key.</summary>
    public const string NoKey = "There is no such key";
}
