"""The closed vocabularies of the data, and fixed words of the program, in Simplified and Traditional Chinese."""

WORDS: dict[str, tuple[str, str]] = {
    # codes.registration, headers.registration
    "registered": ("已注册", "已註冊"),
    "temporary": ("临时注册", "臨時註冊"),
    "unused": ("未使用", "未使用"),
    "obsoleted": ("已废弃", "已廢止"),
    "unregistered": ("未注册", "未註冊"),
    "permanent": ("永久注册", "永久註冊"),
    "deprecated": ("不推荐使用", "不建議使用"),
    "unknown": ("未知", "未知"),
    # code_rules.rule
    "cacheable": ("缓存", "快取"),
    "content": ("内容", "內容"),
    "final": ("最终响应", "最終回應"),
    "redirect_method": ("重定向方法", "重新導向方法"),
    "retry": ("重试", "重試"),
    # code_rules.value
    "heuristically": ("可启发式缓存", "可啟發式快取"),
    "explicitly": ("仅在响应明确允许时", "僅在回應明確允許時"),
    "never": ("不得存储", "不得儲存"),
    "yes": ("是", "是"),
    "no": ("否", "否"),
    "empty": ("必须为空", "必須為空"),
    "not applicable": ("不适用", "不適用"),
    "unspecified": ("未规定", "未規定"),
    "with changes": ("修改请求后", "修改請求後"),
    "after Retry-After": ("按 Retry-After 等待后", "依 Retry-After 等待後"),
    "preserves": ("保持方法", "維持方法"),
    "may change to GET": ("可以改为 GET", "可以改為 GET"),
    "changes to GET": ("改为 GET", "改為 GET"),
    # code_headers.direction
    "request": ("请求", "請求"),
    "response": ("响应", "回應"),
    "both": ("请求和响应", "請求與回應"),
    # code_headers.requirement
    "must": ("必须", "必須"),
    "must not": ("不得", "不得"),
    "should": ("应当", "應當"),
    "should not": ("不应", "不應"),
    "may": ("可以", "可以"),
    "triggers": ("引起", "引起"),
    "related": ("相关", "相關"),
    "mentioned": ("提及", "提及"),
    # corrections.kind
    "wrong meaning": ("含义错误", "含義錯誤"),
    "wrong reference": ("引用错误", "引用錯誤"),
    "outdated name": ("名称过时", "名稱過時"),
    "outdated rule": ("规则过时", "規則過時"),
    "obsolete reference": ("引用已废弃", "引用已廢止"),
    "duplicate": ("重复", "重複"),
    "glued row": ("两行粘连", "兩行相連"),
    "not registered": ("未注册", "未註冊"),
    "incomplete": ("不完整", "不完整"),
    "mistranslation": ("误译", "誤譯"),
    "misprint": ("错字", "錯字"),
    # owners.kind
    "registry": ("注册机构", "註冊機構"),
    "server": ("服务器", "伺服器"),
    "proxy": ("代理", "代理伺服器"),
    "cdn": ("内容分发网络", "內容傳遞網路"),
    "cloud": ("云服务", "雲端服務"),
    "framework": ("框架", "框架"),
    "library": ("库", "程式庫"),
    "platform": ("平台", "平台"),
    "service": ("服务", "服務"),
    "draft": ("草案", "草案"),
    "informal": ("非正式用法", "非正式用法"),
}

# Fixed words of the program.
PHRASES: dict[str, tuple[str, str]] = {
    # headings of a code on a terminal; {} is a number
    "class {}": ("{} 类", "{} 類"),
    "When to use it": ("何时使用", "何時使用"),
    "Use another when": ("何时改用其他状态码", "何時改用其他狀態碼"),
    "If you get it": ("收到时", "收到時"),
    "What causes it": ("常见原因", "常見原因"),
    "What to do about it": ("如何处理", "如何處理"),
    "Example": ("示例", "範例"),
    "Often confused with": ("容易混淆的状态码", "容易混淆的狀態碼"),
    "Questions it answers": ("它能回答的问题", "它能回答的問題"),
    "The difference": ("区别", "差別"),
    "Which of the two": ("两者之间如何选择", "兩者之間如何選擇"),
    "Also": ("其他结果", "其他結果"),
    "Or": ("也可以", "也可以"),
    "not compared": ("本库尚未比较这两个状态码", "本庫尚未比較這兩個狀態碼"),
    "Rules": ("规则", "規則"),
    "Header fields": ("标头", "標頭"),
    "Defined by": ("定义", "定義"),
    "The document, table {}, line {}": ("页面版本 {} · 第 {} 行", "頁面版本 {} · 第 {} 行"),
    "What the document gets wrong": ("页面的错误", "頁面的錯誤"),
    "What others mean by it": ("其他含义", "其他含義"),
    "In code": ("代码中的名称", "程式碼中的名稱"),
    "Named with it in the document": ("页面上一同提到的状态码", "頁面上一併提到的狀態碼"),
    "not verified": ("未证实", "未證實"),
    "line {}": ("第 {} 行", "第 {} 行"),
    # the map of all codes
    "Beyond the classes of HTTP": ("HTTP 类别之外", "HTTP 類別之外"),
    # the counts of a log; {} are filled by their names
    "Requests in {log} ({form}): {requests}": (
        "{log}（{form}）的请求数：{requests}",
        "{log}（{form}）的請求數：{requests}",
    ),
    "{number} logs": ("{number} 个日志", "{number} 個記錄檔"),
    "one code a line": ("每行一个状态码", "每行一個狀態碼"),
    "Worth a look first": ("建议先看", "建議先看"),
    "{kind}: {text}": ("{kind}：{text}", "{kind}：{text}"),
    "Code": ("状态码", "狀態碼"),
    "Name": ("名称", "名稱"),
    "At fault": ("责任方", "責任方"),
    "Requests": ("请求数", "請求數"),
    "Share": ("占比", "占比"),
    "client": ("客户端", "用戶端"),
    "neither": ("无", "無"),
    "{log}: lines not counted: {left} of {lines}; the first is line {number}: {text}": (
        "{log}：{lines} 行中有 {left} 行未计入；其中第一行是第 {number} 行：{text}",
        "{log}：{lines} 行中有 {left} 行未計入；其中第一行是第 {number} 行：{text}",
    ),
    "{log}: lines that are directives: {directives} of {lines}": (
        "{log}：{lines} 行中有 {directives} 行是指令（#）",
        "{log}：{lines} 行中有 {directives} 行是指示詞（#）",
    ),
    "{log}: is empty": ("{log}：文件为空", "{log}：檔案是空的"),
}


def word(english: str, language: str) -> str:
    """A word or phrase of these in 'en', 'hans' or 'hant'; any other word with spaces for its underscores."""
    chinese = None if language == "en" else WORDS.get(english) or PHRASES.get(english)
    return chinese[("hans", "hant").index(language)] if chinese else english.replace("_", " ")
