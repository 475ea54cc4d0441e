namespace FlowActors.Runtime.Hosting;

/// <summary>How many letters have to be inserted, removed or replaced to make one text of another (Levenshtein).</summary>
internal static class EditDistance
{
    public static int Between(string from, string to)
    {
        // Row i holds the distances between the first i letters of the one and every beginning of the other.
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }

        return row[^1];
    }
}
