/** One kind of upstream. The numbers are stored and part of the API. */
export interface ChannelType {
  readonly id: number;
  readonly name: string;
  /** Empty when every installation has its own address. */
  readonly defaultBaseUrl: string;
}

const ROWS: readonly (readonly [id: number, name: string, defaultBaseUrl: string])[] = [
  [0, 'unknown', ''],
  [1, 'OpenAI', 'https://api.openai.com'],
  [2, 'Midjourney Proxy', 'https://oa.api2d.net'],
  [3, 'Azure OpenAI', ''],
  [4, 'CloseAI', 'https://api.closeai-proxy.xyz'],
  [5, 'OpenAI-SB', 'https://api.openai-sb.com'],
  [6, 'OpenAI Max', 'https://api.openaimax.com'],
  [7, 'OhMyGPT', 'https://api.ohmygpt.com'],
  [8, 'Custom', ''],
  [9, 'AI.LS', 'https://api.caipacity.com'],
  [10, 'AI Proxy', 'https://api.aiproxy.io'],
  [11, 'Google PaLM2', ''],
  [12, 'API2GPT', 'https://api.api2gpt.com'],
  [13, 'AIGC2D', 'https://api.aigc2d.com'],
  [14, 'Anthropic Claude', 'https://api.anthropic.com'],
  [15, 'Baidu Wenxin', 'https://aip.baidubce.com'],
  [16, 'Zhipu ChatGLM', 'https://open.bigmodel.cn'],
  [17, 'Ali Tongyi', 'https://dashscope.aliyuncs.com'],
  [18, 'Xunfei Spark', ''],
  [19, '360', 'https://ai.360.cn'],
  [20, 'OpenRouter', 'https://openrouter.ai/api'],
  [21, 'AI Proxy knowledge base', 'https://api.aiproxy.io'],
  [22, 'FastGPT', 'https://fastgpt.run/api/openapi'],
  [23, 'Tencent Hunyuan', 'https://hunyuan.cloud.tencent.com'],
  [24, 'Google Gemini', 'https://generativelanguage.googleapis.com'],
  [25, 'ChatBot', ''],
  [26, 'LobeChat', ''],
  [27, 'Moonshot', 'https://api.moonshot.cn'],
  [28, 'Stability', 'https://api.stability.ai'],
  [29, 'Groq', 'https://api.groq.com/openai'],
  [30, 'Baichuan', 'https://api.baichuan-ai.com'],
  [31, 'MiniMax', 'https://api.minimax.chat'],
  [32, 'Mistral', 'https://api.mistral.ai'],
  [33, 'Ollama', 'http://localhost:11434'],
  [34, '01.AI', 'https://api.lingyiwanwu.com'],
  [35, 'AWS Claude', ''],
  [36, 'Coze', 'https://api.coze.com'],
  [37, 'Cohere', 'https://api.cohere.ai'],
  [38, 'DeepSeek', 'https://api.deepseek.com'],
  [39, 'together.ai', 'https://api.together.xyz'],
  [40, 'DeepL', 'https://api-free.deepl.com'],
  [41, 'Doubao', 'https://ark.cn-beijing.volces.com'],
  [42, 'GCP Claude', ''],
  [43, 'xAI', 'https://api.x.ai'],
];

/** Types whose address is not ours to know: a channel of such a type must name it. */
const NEEDS_BASE_URL: ReadonlySet<number> = new Set([0, 3, 8, 11, 25, 26]);

export const CHANNEL_TYPES: ReadonlyMap<number, ChannelType> = new Map(
  ROWS.map(([id, name, defaultBaseUrl]) => [id, { id, name, defaultBaseUrl }]),
);

export const OPENAI_CHANNEL_TYPE = 1;

/** Address a channel talks to: its own, else its type's. */
export function effectiveBaseUrl(type: number, baseUrl: string): string {
  return baseUrl === '' ? (CHANNEL_TYPES.get(type)?.defaultBaseUrl ?? '') : baseUrl;
}

export function needsBaseUrl(type: number): boolean {
  return NEEDS_BASE_URL.has(type);
}
