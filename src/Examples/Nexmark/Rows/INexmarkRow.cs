namespace FlowActors.Examples.Nexmark;

/// <summary>A row of a query's result.</summary>
internal interface INexmarkRow
{
    /// <summary>Writes the columns in the order of the query.</summary>
    void WriteTo(RowWriter row);
}
